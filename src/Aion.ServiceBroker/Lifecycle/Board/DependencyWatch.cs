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
    private readonly IOtherNodes _others;
    private readonly Dependents _dependents = new();
    private readonly Lock _gate = new();

    public DependencyWatch(InstanceBoard board, SignalSenders senders, IOtherNodes others)
    {
        (_board, _senders, _others) = (board, senders, others);
        board.Changed += Follow;
        others.Changed += FollowOthers;
    }

    /// <summary>How far the others are. A service that is in no project of a node counts as far enough.</summary>
    public DependencyVerdict VerdictFor(InstanceDefinition definition)
    {
        if (definition.Service.DependsOn.Count == 0)
        {
            return DependencyVerdict.None;
        }

        var (missing, runs) = (new List<string>(), new Dictionary<string, int>());
        foreach (var dependency in definition.Service.DependsOn)
        {
            if (dependency.Node is { } node)
            {
                AddOther(dependency, _others.Find(dependency.Label, node), missing, runs);
                continue;
            }

            foreach (var entry in _board.Of(dependency.Label))
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
            _dependents.Move(dependent, dependent.Target, target);
            dependent.Target = target;
            dependent.Verdict = VerdictFor(target);
            send(dependent.Verdict);
        }
    }

    public IReadOnlyList<DependencyReport> Explain(InstanceDefinition definition) =>
    [
        .. definition.Service.DependsOn.SelectMany(dependency => dependency.Node is { } node
            ? _others.Find(dependency.Label, node).Explain(dependency.Condition)
            : _board.Of(dependency.Label).Select(entry => new DependencyReport(
                entry.Status.Name, dependency.Condition.ToString().ToLowerInvariant(), IsMet(dependency, entry.State), entry.State.Phase))),
    ];

    /// <summary>Whether an instance is as far as a condition asks.</summary>
    public static bool IsMet(DependencyCondition condition, LifecycleState state) => condition switch
    {
        DependencyCondition.Finished => state.Completed,
        DependencyCondition.Healthy => state.Phase == InstanceState.Healthy || (state.Phase == InstanceState.Running && state.Definition?.Service.Health is null),
        _ => state.Phase.IsUp() || state.Completed,
    };

    private static bool IsMet(DependencyModel dependency, LifecycleState state) => IsMet(dependency.Condition, state);

    private static void AddOther(DependencyModel dependency, OtherService other, List<string> missing, Dictionary<string, int> runs)
    {
        missing.AddRange(other.MissingFor(dependency.Condition));
        foreach (var instance in other.Instances.Where(i => dependency.Restart && i.Meets(dependency.Condition)))
        {
            runs[StatusView.NameOf(other.Label, instance.Number)] = instance.Run;
        }
    }

    private void FollowOthers()
    {
        foreach (var dependent in _board.Entries)
        {
            if (dependent.Target is { } target && target.Service.DependsOn.Any(d => d.Node is not null))
            {
                Tell(dependent);
            }
        }
    }

    private void Follow(LifecycleState before, BoardEntry entry)
    {
        var after = entry.State;
        if (after.Removed && !_board.Has(entry))
        {
            lock (_gate)
            {
                _dependents.Move(entry, entry.Target, null);
            }
        }

        if (before.Phase == after.Phase && before.Run == after.Run && before.Completed == after.Completed)
        {
            return;
        }

        foreach (var dependent in _dependents.Of(after.Service))
        {
            Tell(dependent);
        }
    }

    // Under a lock: of two changes at a time, the later verdict has to be sent last.
    private void Tell(BoardEntry dependent)
    {
        lock (_gate)
        {
            var verdict = dependent.Target is { } target ? VerdictFor(target) : DependencyVerdict.None;
            if (!verdict.Equals(dependent.Verdict))
            {
                dependent.Verdict = verdict;
                _senders.Raise(dependent.State.Service, dependent.State.Number, new InstanceSignal(SignalKind.Dependencies) { Dependencies = verdict });
            }
        }
    }

    private static string Missing(DependencyModel dependency, InstanceStatus status) => dependency.Condition switch
    {
        DependencyCondition.Finished => $"{status.Name} has not finished ({status.State.ToText()})",
        DependencyCondition.Healthy => $"{status.Name} is not healthy ({status.State.ToText()})",
        _ => $"{status.Name} is not started ({status.State.ToText()})",
    };
}
