using System.Buffers;

namespace Aion.ServiceBroker.Routing;

/// <summary>The bytes of everything that one batch publishes, one event after the other in one growing array.</summary>
internal sealed class RoutedEvents : IBufferWriter<byte>
{
    private byte[] _bytes = new byte[64 * 1024];

    public int Length { get; private set; }

    public Memory<byte> Slice(int start, int length) => _bytes.AsMemory(start, length);

    /// <summary>Keeps the array for the next batch.</summary>
    public void Clear() => Length = 0;

    /// <summary>Gives the array away: a call that was given up may still be reading it.</summary>
    public void Abandon()
    {
        _bytes = new byte[64 * 1024];
        Length = 0;
    }

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    private void Grow(int sizeHint)
    {
        if (_bytes.Length - Length < Math.Max(sizeHint, 256))
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + sizeHint));
        }
    }
}
