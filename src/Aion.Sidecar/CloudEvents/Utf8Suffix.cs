using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Unicode;

namespace Aion.Sidecar.CloudEvents;

/// <summary>Grows a list of JSON properties, each with a comma before it, on the stack as long as it fits there.</summary>
internal ref struct Utf8Suffix(Span<byte> buffer)
{
    private Span<byte> _buffer = buffer;
    private byte[]? _rented;

    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _buffer[..Length];

    /// <param name="name">Needs no escaping.</param>
    /// <param name="value">JSON text without the quotes.</param>
    public void Append(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        Reserve(name.Length + value.Length + 6);
        Raw(",\""u8);
        Raw(name);
        Raw("\":\""u8);
        Raw(value);
        Raw("\""u8);
    }

    public void Append(scoped ReadOnlySpan<byte> name, Guid value)
    {
        Span<byte> text = stackalloc byte[36];
        Utf8Formatter.TryFormat(value, text, out _);
        Append(name, text);
    }

    /// <summary>RFC 3339 in UTC, to the millisecond.</summary>
    public void Append(scoped ReadOnlySpan<byte> name, DateTimeOffset value)
    {
        Span<byte> text = stackalloc byte[24];
        Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"{value.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}", out _);
        Append(name, text);
    }

    public readonly void Dispose()
    {
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
    }

    private void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer[Length..]);
        Length += bytes.Length;
    }

    private void Reserve(int more)
    {
        if (Length + more <= _buffer.Length)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, Length + more));
        Written.CopyTo(larger);
        Dispose();
        _rented = larger;
        _buffer = larger;
    }
}
