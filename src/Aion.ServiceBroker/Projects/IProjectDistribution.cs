using Aion.Project.Model;

namespace Aion.ServiceBroker.Projects;

/// <summary>
/// Takes a project that somebody hands to this broker, and sees that it runs: all of it here (<see cref="ProjectApplier"/>),
/// or, in a cluster, each part where it belongs.
/// </summary>
public interface IProjectDistribution
{
    /// <summary>What <see cref="ApplyAsync"/> would do now.</summary>
    /// <exception cref="ProjectRefusedException">This broker takes no projects.</exception>
    /// <exception cref="Grpc.Core.RpcException">The state store did not answer.</exception>
    Task<ApplyResult> PlanAsync(ProjectModel desired, string directory, bool force, CancellationToken ct);

    /// <summary>Puts a checked project in force. One that differs in nothing from the one in force changes nothing.</summary>
    /// <param name="desired">The project.</param>
    /// <param name="directory">Absolute folder of its file.</param>
    /// <param name="file">Full path of that file; null: it came without one.</param>
    /// <param name="force">Updates of this broker's own instances that were rolled back are tried again.</param>
    /// <param name="ct">Ends the wait, not what is in force already.</param>
    /// <exception cref="ProjectRefusedException">This broker takes no projects; nothing changed.</exception>
    /// <exception cref="Grpc.Core.RpcException">The state store did not answer; nothing changed.</exception>
    Task<ApplyResult> ApplyAsync(ProjectModel desired, string directory, string? file, bool force, CancellationToken ct);

    /// <summary>Takes services out of the project by label or name, all of them when <paramref name="labels"/> is null.</summary>
    /// <exception cref="ProjectRefusedException">This broker takes no projects; nothing changed.</exception>
    /// <exception cref="Grpc.Core.RpcException">The state store did not answer; nothing changed.</exception>
    Task<ApplyResult> DeleteAsync(IReadOnlyCollection<string>? labels, CancellationToken ct);
}
