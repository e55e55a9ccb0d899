using System.Globalization;
using Aion.Contracts.V1;
using Aion.Project.Model;
using Aion.ServiceBroker.Health;
using Aion.ServiceBroker.Lifecycle.Board;
using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Projects;
using Aion.ServiceDefaults.Sidecar;
using Grpc.Core;

namespace Aion.ServiceBroker.Lifecycle.Explaining;

/// <summary>Puts together all that is known of an instance.</summary>
internal sealed class InstanceExplainer(
    InstanceBoard board, DependencyWatch dependencies, IHealthMonitors health, AppliedProjects projects, SidecarConnection sidecar, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly Metadata ToStatusKanban = new() { { "dapr-app-id", "aion-statuskanban" } };
    private readonly KanbanQueue.KanbanQueueClient _queues = new(sidecar.Channel);

    public async Task<ServiceExplanation?> ExplainAsync(string service, int? number, CancellationToken ct)
    {
        var entries = board.Of(service).Where(e => number is null || e.State.Number == number).ToArray();
        if (entries.Length == 0)
        {
            return null;
        }

        var held = await QueuesAsync(ct);
        var definition = entries[0].State.Definition ?? entries[0].Target;
        return new ServiceExplanation(
            service, projects.Current.Generation, definition is null ? "" : Describe(definition), [.. entries.Select(e => Explain(e, held))])
        {
            WithoutKanban = definition is { Service.WithoutKanban: true },
        };
    }

    private InstanceExplanation Explain(BoardEntry entry, Dictionary<(string, int), int> held)
    {
        var state = entry.State;
        var fromEnd = state.LastEnd is { } end && end.Cause.Text == state.Cause?.Text;
        return new InstanceExplanation(entry.Status)
        {
            Cause = fromEnd ? state.LastEnd!.Cause : state.Cause,
            LastEnd = state.LastEnd,
            Transitions = state.Transitions,
            Dependencies = state.Definition is { } definition ? dependencies.Explain(definition) : [],
            Health = health.Find(state.Service, state.Number),
            Queue = held.TryGetValue((state.Service, state.Number), out var count) ? count : null,
            Poison = state.Poison,
            Generation = state.Definition?.Generation ?? 0,
            RolledBack = state.Rejected is { } rejected ? new UpdateReport(rejected.Definition.Generation, rejected.Cause, rejected.At) : null,
            Deferred = state is { Pending: { } pending, DeferUntil: { } until }
                ? new UpdateReport(pending.Generation, Causes.Updated(pending.ReplacementReason(state.Definition!) ?? "its definition changed"), until) : null,
        };
    }

    // What is known here is worth telling without the queues, too.
    private async Task<Dictionary<(string, int), int>> QueuesAsync(CancellationToken ct)
    {
        try
        {
            var answer = await _queues.ListAsync(new ListRequest { Limit = 1 }, ToStatusKanban, (time.GetUtcNow() + Patience).UtcDateTime, ct);
            return answer.Queues.ToDictionary(q => (q.Service, q.ProcessNumber), q => q.Held);
        }
        catch (RpcException)
        {
            return [];
        }
    }

    private static string Describe(InstanceDefinition definition)
    {
        var restart = definition.Restart;
        var policy = definition.NeverEnds ? "always"
            : restart.Policy switch { RestartPolicy.Never => "never", RestartPolicy.OnUnhealthy => "on-unhealthy", _ => "on-failure" };
        return policy == "never" ? policy : string.Create(
            CultureInfo.InvariantCulture,
            $"{policy}; at once, then after {restart.Backoff.First.TotalSeconds:0.###} s to {restart.Backoff.Maximum.TotalSeconds:0.###} s; ")
            + (restart.Limit is { } limit ? $"given up after {limit} restarts in a row" : "never given up");
    }
}
