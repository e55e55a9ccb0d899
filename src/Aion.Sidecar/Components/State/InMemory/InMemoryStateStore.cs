using System.Globalization;

namespace Aion.Sidecar.Components.State.InMemory;

/// <summary>state.in-memory: keeps values until the process ends.</summary>
internal sealed class InMemoryStateStore(TimeProvider timeProvider) : IStateStore
{
    private const int WritesBetweenSweeps = 1024;

    private readonly Lock gate = new();
    private readonly Dictionary<string, StateEntry> entries = new(StringComparer.Ordinal);
    private long version;

    public ValueTask<IReadOnlyList<StateEntry?>> GetAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var now = timeProvider.GetUtcNow();
            return ValueTask.FromResult<IReadOnlyList<StateEntry?>>([.. keys.Select(key => Find(key, now))]);
        }
    }

    public ValueTask TransactAsync(IReadOnlyList<StateOperation> operations, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var now = timeProvider.GetUtcNow();
            var before = operations.Select(operation => (operation.Key, Entry: Find(operation.Key, now))).ToList();
            for (var i = 0; i < operations.Count; i++)
            {
                if (TryApply(operations[i], now) is { } error)
                {
                    Undo(before, i);
                    return ValueTask.FromException(error);
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<StateEtagException?>> ApplyAsync(IReadOnlyList<StateOperation> operations, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var now = timeProvider.GetUtcNow();
            return ValueTask.FromResult<IReadOnlyList<StateEtagException?>>([.. operations.Select(operation => TryApply(operation, now))]);
        }
    }

    private StateEntry? Find(string key, DateTimeOffset now)
    {
        if (!entries.TryGetValue(key, out var entry))
        {
            return null;
        }

        if (entry.ExpiresAt <= now)
        {
            entries.Remove(key);
            return null;
        }

        return entry;
    }

    private StateEtagException? TryApply(StateOperation operation, DateTimeOffset now)
    {
        if (StateEtags.Check(operation, Find(operation.Key, now)?.Etag) is { } error)
        {
            return error;
        }

        if (operation.Kind == StateOperationKind.Delete)
        {
            entries.Remove(operation.Key);
        }
        else
        {
            var expiresAt = operation.TimeToLive is { } life && life > TimeSpan.Zero ? now + life : (DateTimeOffset?)null;
            var etag = (++version).ToString(CultureInfo.InvariantCulture);
            entries[operation.Key] = new StateEntry(operation.Value.ToArray(), etag, expiresAt);
            if (version % WritesBetweenSweeps == 0)
            {
                Sweep(now);
            }
        }

        return null;
    }

    private void Sweep(DateTimeOffset now)
    {
        foreach (var key in entries.Where(entry => entry.Value.ExpiresAt <= now).Select(entry => entry.Key).ToList())
        {
            entries.Remove(key);
        }
    }

    /// <summary>Restores what the first operations found, the last first, because one transaction may name a key twice.</summary>
    private void Undo(List<(string Key, StateEntry? Entry)> before, int count)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            if (before[i].Entry is { } entry)
            {
                entries[before[i].Key] = entry;
            }
            else
            {
                entries.Remove(before[i].Key);
            }
        }
    }
}
