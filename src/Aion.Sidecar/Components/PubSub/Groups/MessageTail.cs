namespace Aion.Sidecar.Components.PubSub.Groups;

/// <summary>The newest messages of a topic in memory, ascending. Not safe for concurrent use.</summary>
internal sealed class MessageTail
{
    private StoredMessage?[] ring = new StoredMessage?[16];
    private int start;

    public int Count { get; private set; }

    /// <summary>Size of the data and metadata of all messages held, in bytes, roughly.</summary>
    public long Bytes { get; private set; }

    public StoredMessage? First => Count == 0 ? null : ring[start];

    public void Append(StoredMessage message)
    {
        if (Count == ring.Length)
        {
            var larger = new StoredMessage?[ring.Length * 2];
            for (var i = 0; i < Count; i++)
            {
                larger[i] = At(i);
            }

            (ring, start) = (larger, 0);
        }

        ring[(start + Count) & (ring.Length - 1)] = message;
        Count++;
        Bytes += SizeOf(message);
    }

    public void RemoveFirst()
    {
        Bytes -= SizeOf(ring[start]!);
        ring[start] = null;
        start = (start + 1) & (ring.Length - 1);
        Count--;
    }

    public void RemoveThrough(Position position)
    {
        while (Count > 0 && At(0).Position <= position)
        {
            RemoveFirst();
        }
    }

    /// <summary>Adds up to <paramref name="maximum"/> messages after the position to the queue.</summary>
    public void CopyAfter(Position after, int maximum, Queue<StoredMessage> into)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = At(middle).Position <= after ? (middle + 1, high) : (low, middle);
        }

        for (var i = low; i < Count && i - low < maximum; i++)
        {
            into.Enqueue(At(i));
        }
    }

    private StoredMessage At(int index) => ring[(start + index) & (ring.Length - 1)]!;

    private static long SizeOf(StoredMessage message) => message.Data.Length + 200 + (message.Metadata.Count * 64L);
}
