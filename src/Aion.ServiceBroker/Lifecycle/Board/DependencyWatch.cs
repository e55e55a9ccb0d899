using Aion.Project.Model;
using Aion.ServiceBroker.Lifecycle.Explaining;
using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Lifecycle.Workflows;

namespace Aion.ServiceBroker.Lifecycle.Board;

/// <summary>Tells instances how far those are that they depend on, whenever that changes.</summary>
internal sealed class DependencyWatch
{
    private readonly InstanceBoard _board;
    private readonly SignalSenders _senders;
    private readonly Lock _gate = new();

    public DependencyWatch(InstanceBoard board, SignalSenders senders)
    {
        (_board, _senders) = (board, senders);
        board.Changed += (before, entry) => Follow(before, entry.State);
    }

    /// <summary>How far the others are. A service that is not in the project of this node counts as far enough.</summary>
    public DependencyVerdict VerdictFor(InstanceDefinition definition)
    {
        if (definition.Service.DependsOn.Count == 0)
        {
            return DependencyVerdict.None;
        }

        var (missing, runs) = (new List<string>(), new Dictionary<string, int>());
        foreach (var dependency in definition.Service.DependsOn)
        {
            foreach (var entry in _board.Entries.Where(e => e.State.Service == dependency.Label))
            {
                if (!IsMet(dependency, entry.State))
                {
                    missing.Add(Missing(dependency, entry.Status));
                }
                else if (dependency.Restart)
                {
                    runs[entry.Status.Name] = entry.State.Run;
                }
            }
        }

        return new DependencyVerdict(missing, runs);
    }

    /// <summary>Hands an instance what is wanted of it and how far the others are, before any later verdict.</summary>
    public void Hand(BoardEntry dependent, InstanceDefinition target, Action<DependencyVerdict> send)
    {
        lock (_gate)
        {
            dependent.Target = target;
            dependent.Verdict = VerdictFor(target);
            send(dependent.Verdict);
        }
    }

    public IReadOnlyList<DependencyReport> Explain(InstanceDefinition definition) =>
    [
        .. from dependency in definition.Service.DependsOn
           from entry in _board.Entries
           where entry.State.Service == dependency.Label
           select new DependencyReport(
               entry.Status.Name, dependency.Condition.ToString().ToLowerInvariant(), IsMet(dependency, entry.State), entry.State.Phase),
    ];

    private void Follow(LifecycleState before, LifecycleState after)
    {
        if (before.Phase == after.Phase && before.Run == after.Run && before.Completed == after.Completed)
        {
            return;
        }

        foreach (var dependent in _board.Entries)
        {
            if (dependent.Target is { } target && target.Service.DependsOn.Any(d => d.Label == after.Service))
            {
                Tell(dependent, target);
            }
        }
    }

    // Under a lock: of two changes at a time, the later verdict has to be sent last.
    private void Tell(BoardEntry dependent, InstanceDefinition target)
    {
        lock (_gate)
        {
            var verdict = VerdictFor(target);
            if (!verdict.Equals(dependent.Verdict))
            {
                dependent.Verdict = verdict;
                _senders.Raise(dependent.State.Service, dependent.State.Number, new InstanceSignal(SignalKind.Dependencies) { Dependencies = verdict });
            }
        }
    }

    private static bool IsMet(DependencyModel dependency, LifecycleState state) => dependency.Condition switch
    {
        DependencyCondition.Finished => state.Completed,
        DependencyCondition.Healthy => state.Phase == InstanceState.Healthy || (state.Phase == InstanceState.Running && state.Definition?.Service.Health is null),
        _ => state.Phase.IsUp() || state.Completed,
    };

    private static string Missing(DependencyModel dependency, InstanceStatus status) => dependency.Condition switch
    {
        DependencyCondition.Finished => $"{status.Name} has not finished ({status.State.ToText()})",
        DependencyCondition.Healthy => $"{status.Name} is not healthy ({status.State.ToText()})",
        _ => $"{status.Name} is not started ({status.State.ToText()})",
    };
}
