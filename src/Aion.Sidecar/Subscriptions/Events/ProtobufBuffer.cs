using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Aion.Sidecar.Subscriptions.Events;

/// <summary>A growing run of protobuf wire bytes in a pooled array, written without message objects and used again.</summary>
/// <remarks>https://protobuf.dev/programming-guides/encoding/</remarks>
internal sealed class ProtobufBuffer : IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(1024);
    private int _length;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    public int Length => _length;

    public void Clear() => _length = 0;

    public void Tag(byte tag)
    {
        Room(1)[0] = tag;
        _length++;
    }

    public void Varint(uint value)
    {
        var room = Room(5);
        var count = 0;
        for (; value >= 0x80; value >>= 7)
            room[count++] = (byte)(value | 0x80);
        room[count++] = (byte)value;
        _length += count;
    }

    public void Double(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(Room(8), value);
        _length += 8;
    }

    /// <summary>A length-delimited field.</summary>
    public void Bytes(byte tag, scoped ReadOnlySpan<byte> value)
    {
        Tag(tag);
        Varint((uint)value.Length);
        value.CopyTo(Room(value.Length));
        _length += value.Length;
    }

    public void Text(byte tag, string value)
    {
        var mark = Begin(tag);
        _length += Encoding.UTF8.GetBytes(value, Room(Encoding.UTF8.GetMaxByteCount(value.Length)));
        End(mark);
    }

    /// <summary>Opens a length-delimited field whose length is not known yet; <see cref="End"/> fills it in.</summary>
    public int Begin(byte tag)
    {
        Tag(tag);
        Tag(0);
        return _length;
    }

    public void End(int mark)
    {
        var size = (uint)(_length - mark);
        if (size < 0x80)
        {
            _bytes[mark - 1] = (byte)size;
            return;
        }

        // A longer length needs more than the one byte that was kept for it: move the content up.
        var extra = VarintSize(size) - 1;
        Room(extra);
        Array.Copy(_bytes, mark, _bytes, mark + extra, (int)size);
        _length = mark - 1;
        Varint(size);
        _length += (int)size;
    }

    /// <summary>Space for at least <paramref name="size"/> bytes behind the written ones.</summary>
    public Span<byte> Room(int size)
    {
        if (_bytes.Length - _length < size)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + size));
            _bytes.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        return _bytes.AsSpan(_length);
    }

    /// <summary>Counts bytes that were put into <see cref="Room"/>.</summary>
    public void Advance(int count) => _length += count;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _length = 0;
    }

    public static int VarintSize(uint value) => value switch
    {
        < 1u << 7 => 1,
        < 1u << 14 => 2,
        < 1u << 21 => 3,
        < 1u << 28 => 4,
        _ => 5,
    };
}
