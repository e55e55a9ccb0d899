using Aion.Contracts.State;
using Aion.Project.Model;

namespace Aion.ServiceBroker.Projects;

/// <summary>The applied project as the broker keeps it.</summary>
/// <param name="Generation">Grows with every apply that changes something; 0: nothing was applied yet.</param>
/// <param name="Directory">Absolute folder of project.yml, which <c>directoryPath</c> is relative to.</param>
/// <param name="Project">The model.</param>
public sealed record ProjectRecord(long Generation, string Directory, ProjectModel Project)
{
    /// <summary>Full path of the file it was read from; null when it came without one, and after it was taken away.</summary>
    public string? File { get; init; }

    /// <summary>Before the first apply.</summary>
    public static ProjectRecord None { get; } = new(0, "/", new ProjectModel { DeviceName = "" });

    /// <summary>What status-kanban needs of it.</summary>
    public AppliedProject ToAppliedProject() => new(Generation, Project.DeviceName,
    [
        .. Project.Services.Select(s => new AppliedService(s.Label, s.Scale, s.WithoutKanban, s.Acknowledge switch
        {
            AcknowledgeMode.Output => AcknowledgeModes.Output,
            AcknowledgeMode.Subscriber => AcknowledgeModes.Subscriber,
            _ => AcknowledgeModes.Delivery,
        })),
    ]);
}
