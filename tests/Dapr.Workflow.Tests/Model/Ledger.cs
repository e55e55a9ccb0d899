using System.Collections.Concurrent;

namespace Dapr.Workflow.Tests.Model;

/// <summary>The world that activities change: which calls of each step had an effect. A repetition of a call has none.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<string, List<string>> _calls = [];
    private int _count;

    /// <summary>Effects so far.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Answers the number of the attempt, beginning with 1: the same for every repetition of a call.</summary>
    public int Apply(string instance, string path, string call)
    {
        var calls = _calls.GetOrAdd($"{instance} {path}", static _ => []);
        lock (calls)
        {
            if (!calls.Contains(call))
            {
                calls.Add(call);
                Interlocked.Increment(ref _count);
            }

            return calls.IndexOf(call) + 1;
        }
    }

    /// <summary>The effects of an instance and of its children: how many calls each step made.</summary>
    public SortedDictionary<string, int> EffectsOf(string instance) => new(
        _calls.Where(pair => pair.Key.StartsWith(instance + " ", StringComparison.Ordinal) || pair.Key.StartsWith(instance + "-", StringComparison.Ordinal))
            .ToDictionary(static pair => pair.Key, static pair => pair.Value.Count),
        StringComparer.Ordinal);
}
