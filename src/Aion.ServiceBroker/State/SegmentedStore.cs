using System.Globalization;
using System.Text.Json;

namespace Aion.ServiceBroker.State;

/// <summary>
/// An ordered set of documents on a store that can neither list its keys nor append: each document under a key of its own,
/// and their ids in segments of bounded size, so that a change rewrites one short list however many documents there are.
/// </summary>
/// <remarks>
/// Keys: <c>PREFIX.item.ID</c>, <c>PREFIX.index.N</c> (a JSON array of ids) and <c>PREFIX.index</c> (first and last N). One
/// writer, the broker; the etag of <c>PREFIX.index</c> keeps a second one from writing on old knowledge.
/// </remarks>
internal sealed class SegmentedStore(BrokerState state, string prefix) : IDisposable
{
    private const int SegmentSize = 256;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly SortedDictionary<long, List<string>> _segments = [];
    private readonly Dictionary<string, long> _segmentOf = new(StringComparer.Ordinal);
    private string _etag = "";
    private bool _loaded;

    /// <summary>Number of documents; 0 until the first call of a method below.</summary>
    public int Count { get; private set; }

    /// <summary>Adds documents; one whose id is there already is replaced in its place.</summary>
    /// <exception cref="Grpc.Core.RpcException">Nothing was stored.</exception>
    public async Task AddAsync(IReadOnlyCollection<(string Id, byte[] Document)> items, CancellationToken ct)
    {
        using var _ = await EnterAsync(ct);
        var changes = new List<StateChange>(items.Count + 2);
        var touched = new HashSet<long>();
        foreach (var (id, document) in items)
        {
            changes.Add(new StateChange(ItemKey(id), document));
            if (!_segmentOf.ContainsKey(id))
            {
                touched.Add(Append(id));
            }
        }

        await CommitAsync(changes, touched, ct);
    }

    /// <summary>Removes documents; ids that are not there are ignored.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="Grpc.Core.RpcException">Nothing was removed.</exception>
    public async Task<int> RemoveAsync(IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        using var _ = await EnterAsync(ct);
        var changes = new List<StateChange>();
        var touched = new HashSet<long>();
        foreach (var id in ids)
        {
            if (_segmentOf.Remove(id, out var number))
            {
                changes.Add(new StateChange(ItemKey(id), null));
                _segments[number].Remove(id);
                touched.Add(number);
            }
        }

        if (changes.Count > 0)
        {
            var count = changes.Count;
            await CommitAsync(changes, touched, ct);
            return count;
        }

        return 0;
    }

    /// <summary>The ids, oldest first.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken ct)
    {
        using var _ = await EnterAsync(ct);
        return [.. _segments.Values.SelectMany(ids => ids)];
    }

    /// <summary>How many documents there are, without a copy of their ids.</summary>
    public async Task<int> CountAsync(CancellationToken ct)
    {
        using var _ = await EnterAsync(ct);
        return Count;
    }

    /// <summary>The documents of these ids that exist, in their order.</summary>
    public async Task<IReadOnlyList<(string Id, byte[] Document)>> ReadAsync(IReadOnlyList<string> ids, CancellationToken ct)
    {
        var found = await state.GetManyAsync([.. ids.Select(ItemKey)], ct);
        return [.. ids.Where(id => found.ContainsKey(ItemKey(id))).Select(id => (id, found[ItemKey(id)]))];
    }

    public void Dispose() => _turn.Dispose();

    private string ItemKey(string id) => $"{prefix}.item.{id}";

    private string SegmentKey(long number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}.index.{number}");

    private long Append(string id)
    {
        var last = _segments.Count == 0 ? 0 : _segments.Last().Key;
        if (_segments.Count == 0 || _segments[last].Count >= SegmentSize)
        {
            _segments.Add(++last, []);
        }

        _segments[last].Add(id);
        _segmentOf.Add(id, last);
        return last;
    }

    private async Task CommitAsync(List<StateChange> changes, HashSet<long> touched, CancellationToken ct)
    {
        foreach (var number in touched)
        {
            var ids = _segments[number];
            changes.Add(new StateChange(SegmentKey(number), ids.Count == 0 ? null : JsonSerializer.SerializeToUtf8Bytes(ids)));
            if (ids.Count == 0)
            {
                _segments.Remove(number);
            }
        }

        var range = _segments.Count == 0 ? new long[] { 0, 0 } : [_segments.First().Key, _segments.Last().Key];
        changes.Add(new StateChange(prefix + ".index", JsonSerializer.SerializeToUtf8Bytes(range), _etag));
        try
        {
            await state.TransactAsync(changes, ct);
            _etag = (await state.GetAsync(prefix + ".index", ct)).Etag;
            Count = _segmentOf.Count;
        }
        catch
        {
            // What is in memory is ahead of the store now, or behind another writer: read it again.
            _loaded = false;
            throw;
        }
    }

    private async Task<IDisposable> EnterAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            if (!_loaded)
            {
                await LoadAsync(ct);
            }

            return new Turn(_turn);
        }
        catch
        {
            _turn.Release();
            throw;
        }
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        _segments.Clear();
        _segmentOf.Clear();
        (var root, _etag) = await state.GetAsync(prefix + ".index", ct);
        if (root is not null && JsonSerializer.Deserialize<long[]>(root) is [> 0 and var first, var last])
        {
            var keys = Enumerable.Range(0, (int)(last - first + 1)).Select(n => first + n).ToArray();
            var stored = await state.GetManyAsync([.. keys.Select(SegmentKey)], ct);
            foreach (var number in keys.Where(n => stored.ContainsKey(SegmentKey(n))))
            {
                var ids = JsonSerializer.Deserialize<List<string>>(stored[SegmentKey(number)]) ?? [];
                _segments.Add(number, ids);
                ids.ForEach(id => _segmentOf[id] = number);
            }
        }

        Count = _segmentOf.Count;
        _loaded = true;
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
