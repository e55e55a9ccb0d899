using Aion.Project.Model;
using Aion.ServiceBroker.Cluster.Settings;
using Aion.ServiceBroker.Projects;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Cluster.Worker;

/// <summary>A worker takes no project: its master would replace it with the next one.</summary>
internal sealed class WorkerDistribution(IOptions<ClusterOptions> options) : IProjectDistribution
{
    public Task<ApplyResult> PlanAsync(ProjectModel desired, string directory, bool force, CancellationToken ct) => throw Refusal();

    public Task<ApplyResult> ApplyAsync(ProjectModel desired, string directory, string? file, bool force, CancellationToken ct) => throw Refusal();

    public Task<ApplyResult> DeleteAsync(IReadOnlyCollection<string>? labels, CancellationToken ct) => throw Refusal();

    private ProjectRefusedException Refusal() =>
        new($"This is worker {options.Value.NodeName}, which runs what its master at {options.Value.Master} hands it: plan, apply and delete there.");
}
