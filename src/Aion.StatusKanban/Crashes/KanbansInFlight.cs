namespace Aion.StatusKanban.Crashes;

/// <summary>
/// The kanbans that were handed to clients of one queue and are not answered, also while no client has them: the one that had
/// them died. Not safe for concurrent use: the queue's lock guards it.
/// </summary>
internal sealed class KanbansInFlight
{
    // More than any service works on at once; what is behind these is only on its way.
    private const int MostStored = 32;
    private readonly Dictionary<string, long> _handedOut = [];
    private long _last, _lastOfRound;

    public void Add(string id) => _handedOut.TryAdd(id, ++_last);

    public void Remove(string id) => _handedOut.Remove(id);

    /// <summary>All of them, oldest first; none is in flight any more.</summary>
    public IReadOnlyList<string> TakeAll()
    {
        var ids = _handedOut.OrderBy(pair => pair.Value).Select(pair => pair.Key).ToList();
        _handedOut.Clear();
        return ids;
    }

    /// <summary>
    /// Ends a round of settlement: the oldest of those that were in flight when it began. Quicker ones are not worth a write.
    /// </summary>
    /// <param name="another">Others are in flight and may be among these at the end of the next round.</param>
    public IReadOnlyList<string> EndRound(out bool another)
    {
        another = _last > _lastOfRound && _handedOut.Count > 0;
        var lasting = _handedOut.Where(pair => pair.Value <= _lastOfRound).OrderBy(pair => pair.Value).Select(pair => pair.Key);
        var stored = lasting.Take(MostStored).ToList();
        _lastOfRound = _last;
        return stored;
    }

    /// <summary>What was in flight when the app ended.</summary>
    public void Restore(IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            Add(id);
        }

        _lastOfRound = _last;
    }
}
