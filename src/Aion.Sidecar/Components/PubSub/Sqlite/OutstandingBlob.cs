using Aion.Sidecar.Components.PubSub.Groups;

namespace Aion.Sidecar.Components.PubSub.Sqlite;

/// <summary>
/// A group's outstanding messages as bytes: for each, ascending, the distance to the one before and the number of deliveries,
/// both as 7-bit encoded integers.
/// </summary>
internal static class OutstandingBlob
{
    public static byte[] Encode(IReadOnlyList<KeyValuePair<Position, int>> outstanding)
    {
        if (outstanding.Count == 0)
        {
            return [];
        }

        using var stream = new MemoryStream(outstanding.Count * 3);
        using var writer = new BinaryWriter(stream);
        var last = 0UL;
        foreach (var (position, deliveries) in outstanding)
        {
            writer.Write7BitEncodedInt64((long)(position.Low - last));
            writer.Write7BitEncodedInt(deliveries);
            last = position.Low;
        }

        writer.Flush();
        return stream.ToArray();
    }

    public static IReadOnlyList<KeyValuePair<Position, int>> Decode(byte[] bytes, ulong topic)
    {
        var outstanding = new List<KeyValuePair<Position, int>>();
        using var stream = new MemoryStream(bytes);
        using var reader = new BinaryReader(stream);
        var last = 0UL;
        while (stream.Position < stream.Length)
        {
            last += (ulong)reader.Read7BitEncodedInt64();
            outstanding.Add(KeyValuePair.Create(new Position(topic, last), reader.Read7BitEncodedInt()));
        }

        return outstanding;
    }
}
