using System.Diagnostics.CodeAnalysis;

namespace Aion.Sidecar.Scheduling;

/// <summary>
/// Keys in the order of their due times, and of their coming where those are equal. A binary heap that knows the place of every
/// key, so that moving and removing cost as little as adding: O(log n). Not safe for concurrent use.
/// </summary>
internal sealed class DueHeap<TKey>
    where TKey : notnull
{
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<TKey, int> _places;
    private long _sequence;

    public DueHeap(IEqualityComparer<TKey>? comparer) => _places = new Dictionary<TKey, int>(comparer);

    public int Count => _entries.Count;

    /// <summary>When the first key is due; null: there is none.</summary>
    public DateTimeOffset? FirstDue => _entries.Count == 0 ? null : _entries[0].Due;

    /// <summary>Adds the key, or gives it another due time.</summary>
    public void Set(TKey key, DateTimeOffset due)
    {
        var entry = new Entry(key, due, _sequence++);
        if (_places.TryGetValue(key, out var place))
        {
            Settle(place, entry);
            return;
        }

        _entries.Add(entry);
        Rise(_entries.Count - 1, entry);
    }

    public bool Remove(TKey key)
    {
        if (!_places.Remove(key, out var place))
            return false;
        RemoveAt(place);
        return true;
    }

    /// <summary>Takes the first key out if it is due by <paramref name="now"/>.</summary>
    public bool TryTake(DateTimeOffset now, [MaybeNullWhen(false)] out TKey key)
    {
        if (FirstDue is not { } due || due > now)
        {
            key = default;
            return false;
        }

        key = _entries[0].Key;
        _places.Remove(key);
        RemoveAt(0);
        return true;
    }

    private void RemoveAt(int place)
    {
        var last = _entries[^1];
        _entries.RemoveAt(_entries.Count - 1);
        if (place < _entries.Count)
            Settle(place, last);
    }

    /// <summary>Puts the entry at the place or wherever it belongs above or below it.</summary>
    private void Settle(int place, Entry entry)
    {
        if (place > 0 && entry.IsBefore(_entries[(place - 1) / 2]))
            Rise(place, entry);
        else
            Sink(place, entry);
    }

    private void Rise(int place, Entry entry)
    {
        while (place > 0)
        {
            var parent = (place - 1) / 2;
            if (!entry.IsBefore(_entries[parent]))
                break;
            Put(place, _entries[parent]);
            place = parent;
        }

        Put(place, entry);
    }

    private void Sink(int place, Entry entry)
    {
        for (var child = (2 * place) + 1; child < _entries.Count; child = (2 * place) + 1)
        {
            if (child + 1 < _entries.Count && _entries[child + 1].IsBefore(_entries[child]))
                child++;
            if (!_entries[child].IsBefore(entry))
                break;
            Put(place, _entries[child]);
            place = child;
        }

        Put(place, entry);
    }

    private void Put(int place, Entry entry)
    {
        _entries[place] = entry;
        _places[entry.Key] = place;
    }

    private readonly record struct Entry(TKey Key, DateTimeOffset Due, long Sequence)
    {
        public bool IsBefore(Entry other) => Due == other.Due ? Sequence < other.Sequence : Due < other.Due;
    }
}
