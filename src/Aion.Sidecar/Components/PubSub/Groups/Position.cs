using System.Globalization;

namespace Aion.Sidecar.Components.PubSub.Groups;

/// <summary>
/// Where a message stands in its topic; a later message has a greater position. Written high-low, which is also how Redis
/// writes the id of a stream entry (https://redis.io/docs/latest/develop/data-types/streams/#entry-ids).
/// </summary>
internal readonly record struct Position(ulong High, ulong Low) : IComparable<Position>
{
    /// <summary>The greatest position that is less than this one.</summary>
    public Position Before => Low > 0 ? this with { Low = Low - 1 } : new Position(High - 1, ulong.MaxValue);

    public static bool operator <(Position left, Position right) => left.CompareTo(right) < 0;

    public static bool operator >(Position left, Position right) => left.CompareTo(right) > 0;

    public static bool operator <=(Position left, Position right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Position left, Position right) => left.CompareTo(right) >= 0;

    public static bool TryParse(ReadOnlySpan<char> text, out Position position)
    {
        var dash = text.IndexOf('-');
        position = default;
        if (dash < 0
            || !ulong.TryParse(text[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out var high)
            || !ulong.TryParse(text[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var low))
        {
            return false;
        }

        position = new Position(high, low);
        return true;
    }

    public int CompareTo(Position other) => High == other.High ? Low.CompareTo(other.Low) : High.CompareTo(other.High);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{High}-{Low}");
}
