using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aion.Contracts.State;
using Aion.StatusKanban.State;

namespace Aion.StatusKanban.Queues;

/// <summary>
/// The ids that a queue delivered last, at least <see cref="Capacity"/> of them, to recognise repeated ones. Stored in a ring of
/// segments, so that a save writes only what is new. Not safe for concurrent use: the queue's lock guards it.
/// </summary>
internal sealed class QueueLedger(QueueKey queue)
{
    /// <summary>How many ids are kept at least.</summary>
    public const int Capacity = 4096;

    private const int SegmentSize = 64;
    private const int Segments = (Capacity / SegmentSize) + 1;
    private readonly HashSet<UInt128> _known = [];
    private readonly Dictionary<long, List<UInt128>> _segments = [];
    private readonly SortedSet<long> _dirty = [];
    private long _count;

    public bool Contains(string id) => _known.Contains(Compact(id));

    public void Add(string id)
    {
        var compact = Compact(id);
        if (_known.Add(compact))
        {
            _dirty.Add(_count / SegmentSize);
            Append(compact);
        }
    }

    /// <summary>What has to be saved since the last call.</summary>
    public IReadOnlyList<(string Key, byte[] Data)> TakeUnsaved()
    {
        var unsaved = _dirty.Select(segment => (Key(segment), Write(segment))).ToList();
        _dirty.Clear();
        return unsaved;
    }

    /// <summary>Fills the ledger from the store. Does nothing when it has ids already.</summary>
    /// <exception cref="Grpc.Core.RpcException">The store is not available.</exception>
    public async Task LoadAsync(StateStore state, CancellationToken ct)
    {
        if (_count > 0)
        {
            return;
        }

        var stored = await state.GetManyAsync(Enumerable.Range(0, Segments).Select(n => Key(n)), ct);
        foreach (var (segment, ids) in stored.Select(value => Read(value.Data.Span)).OrderBy(read => read.Segment))
        {
            _count = segment * SegmentSize;
            foreach (var id in ids)
            {
                _known.Add(id);
                Append(id);
            }
        }
    }

    private void Append(UInt128 id)
    {
        var segment = _count / SegmentSize;
        if (!_segments.TryGetValue(segment, out var ids))
        {
            _segments[segment] = ids = new List<UInt128>(SegmentSize);
            if (_segments.Remove(segment - Segments, out var oldest))
            {
                _known.ExceptWith(oldest);
            }
        }

        ids.Add(id);
        _count++;
    }

    private string Key(long segment) => StateKeys.Ledger(queue.Service, queue.Number, (int)(segment % Segments));

    // {"segment":17,"ids":"<16 bytes each, Base64>"}: short to write hundreds of times per second, and still JSON for any tool.
    private byte[] Write(long segment)
    {
        var ids = _segments[segment];
        var bytes = new byte[ids.Count * 16];
        for (var i = 0; i < ids.Count; i++)
        {
            BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(i * 16), ids[i]);
        }

        return Encoding.UTF8.GetBytes($$"""{"segment":{{segment}},"ids":"{{Convert.ToBase64String(bytes)}}"}""");
    }

    private static (long Segment, UInt128[] Ids) Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var document = JsonElement.ParseValue(ref reader);
        var bytes = document.GetProperty("ids").GetBytesFromBase64();
        var ids = new UInt128[bytes.Length / 16];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = BinaryPrimitives.ReadUInt128BigEndian(bytes.AsSpan(i * 16));
        }

        return (document.GetProperty("segment").GetInt64(), ids);
    }

    // 16 bytes instead of a text of 36 characters; an id that is no UUID is hashed.
    private static UInt128 Compact(string id)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        if (Guid.TryParseExact(id, "D", out var guid))
        {
            guid.TryWriteBytes(bytes, bigEndian: true, out _);
        }
        else
        {
            SHA256.HashData(Encoding.UTF8.GetBytes(id), bytes);
        }

        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
