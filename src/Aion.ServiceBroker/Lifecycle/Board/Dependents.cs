using System.Collections.Concurrent;
using Aion.ServiceBroker.Lifecycle.Machine;

namespace Aion.ServiceBroker.Lifecycle.Board;

/// <summary>Who depends on a service of this node: a change of one instance costs no look at all the others.</summary>
internal sealed class Dependents
{
    private readonly ConcurrentDictionary<string, BoardEntry[]> _byService = [];

    public IReadOnlyList<BoardEntry> Of(string service) => _byService.GetValueOrDefault(service, []);

    /// <summary>Notes on what an instance depends from now on. One at a time.</summary>
    /// <param name="dependent">The instance.</param>
    /// <param name="before">What was wanted of it; null: nothing.</param>
    /// <param name="after">What is wanted of it; null: nothing, it is gone.</param>
    public void Move(BoardEntry dependent, InstanceDefinition? before, InstanceDefinition? after)
    {
        var (old, now) = (LabelsOf(before), LabelsOf(after));
        foreach (var label in old.Except(now))
        {
            _byService[label] = [.. Of(label).Where(d => d != dependent)];
        }

        foreach (var label in now.Except(old))
        {
            _byService[label] = [.. Of(label), dependent];
        }
    }

    private static string[] LabelsOf(InstanceDefinition? definition) =>
        [.. definition?.Service.DependsOn.Where(d => d.Node is null).Select(d => d.Label) ?? []];
}
