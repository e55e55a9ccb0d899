using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Aion.Contracts.Events;

/// <summary>Makes the ids of kanbans: UUIDs of RFC 9562, in lower-case text with dashes.</summary>
public static class KanbanId
{
    private static long s_lastTick;

    /// <summary>
    /// A UUID of version 7. Ids made by one process sort in the order they were made, also within a millisecond and when the
    /// clock is set back.
    /// </summary>
    public static string New(TimeProvider time)
    {
        var tick = NextTick(time.GetUtcNow().ToUnixTimeMilliseconds() << 12);
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, tick << 4);
        // tick is 48 bits of milliseconds and a 12-bit counter; the version nibble goes between the two.
        id[7] = (byte)tick;
        id[6] = (byte)(0x70 | ((tick >> 8) & 0x0F));
        Random.Shared.NextBytes(id[8..]);
        return Format(id);
    }

    /// <summary>
    /// The id of the copy of a kanban that goes to one queue: the same arguments make the same id, so that a repeated routing is
    /// recognised. Keeps the 48-bit time of <paramref name="parentId"/> when that is a UUID; version 8.
    /// </summary>
    public static string Derive(string parentId, string service, int number)
    {
        var seed = string.Create(CultureInfo.InvariantCulture, $"{parentId}\n{service}\n{number}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(seed), hash);
        var id = hash[..16];
        if (Guid.TryParse(parentId, out var parent))
        {
            Span<byte> bytes = stackalloc byte[16];
            parent.TryWriteBytes(bytes, bigEndian: true, out _);
            bytes[..6].CopyTo(id);
        }

        id[6] = (byte)(0x80 | (id[6] & 0x0F));
        return Format(id);
    }

    /// <summary>
    /// The id of the <paramref name="ordinal"/>-th output (from 0) that a microservice makes of one input, so that an input that
    /// is delivered again makes the same outputs and no second effect.
    /// </summary>
    public static string DeriveOutput(string inputId, int ordinal) => Derive(inputId, "#output", ordinal);

    private static long NextTick(long now)
    {
        while (true)
        {
            var last = Interlocked.Read(ref s_lastTick);
            var next = Math.Max(now, last + 1);
            if (Interlocked.CompareExchange(ref s_lastTick, next, last) == last)
            {
                return next;
            }
        }
    }

    private static string Format(Span<byte> id)
    {
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return new Guid(id, bigEndian: true).ToString();
    }
}
