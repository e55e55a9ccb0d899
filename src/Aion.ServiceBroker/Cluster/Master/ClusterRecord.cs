using Aion.Project.Model;

namespace Aion.ServiceBroker.Cluster.Master;

/// <summary>The cluster's project and which node runs what.</summary>
/// <param name="Generation">Grows with every change; 0: nothing was applied yet.</param>
/// <param name="Directory">Absolute folder of project.yml on the master.</param>
/// <param name="Project">The whole project.</param>
/// <param name="Places">The node of every service, by label.</param>
internal sealed record ClusterRecord(long Generation, string Directory, ProjectModel Project, IReadOnlyDictionary<string, string> Places)
{
    /// <summary>Full path of the project file; null when it came without one.</summary>
    public string? File { get; init; }

    /// <summary>Before the first apply.</summary>
    public static ClusterRecord None { get; } = new(0, "/", new ProjectModel { DeviceName = "" }, new Dictionary<string, string>());
}
