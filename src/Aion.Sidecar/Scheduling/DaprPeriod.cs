using System.Globalization;
using System.Text.RegularExpressions;

namespace Aion.Sidecar.Scheduling;

/// <summary>
/// A repetition as Dapr's APIs take it: a Go duration (1h30m) or an ISO 8601 one with an optional count (R5/PT10S).
/// </summary>
/// <param name="Years">Calendar years.</param>
/// <param name="Months">Calendar months.</param>
/// <param name="Days">Days; weeks are seven.</param>
/// <param name="Time">The part below a day.</param>
/// <param name="Repeats">How often in all; null: for ever.</param>
internal sealed partial record DaprPeriod(int Years, int Months, int Days, TimeSpan Time, int? Repeats)
{
    public static DaprPeriod Once { get; } = new(0, 0, 0, TimeSpan.Zero, null);

    public bool HasCalendarPart => Years != 0 || Months != 0 || Days != 0;

    /// <summary>It does not repeat.</summary>
    public bool IsZero => !HasCalendarPart && Time <= TimeSpan.Zero;

    /// <summary>One period later; <see cref="FarTime.Never"/> when that is after the year 9999.</summary>
    public DateTimeOffset After(DateTimeOffset time) =>
        time.PlusMonths((12L * Years) + Months).PlusDays(Days).Plus(Time);

    /// <summary>The first time in steps from <paramref name="last"/> that is after <paramref name="now"/>.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset last, DateTimeOffset now)
    {
        var next = After(last);
        if (next > now)
            return next;
        if (!HasCalendarPart)
            return now.Plus(Time - TimeSpan.FromTicks((now - next).Ticks % Time.Ticks));
        while (next <= now)
            next = After(next);
        return next;
    }

    /// <exception cref="FormatException">The text is neither.</exception>
    public static DaprPeriod Parse(string text)
    {
        if (TryParseIso(text) is { } period)
            return period;
        return GoTime.TryParse(text, out var duration)
            ? Once with { Time = duration }
            : throw new FormatException($"unsupported duration format: {text}");
    }

    /// <summary>null: no ISO 8601 duration.</summary>
    public static DaprPeriod? TryParseIso(string text)
    {
        var match = Iso().Match(text);
        if (text.Length < 2 || !match.Success)
            return null;
        var groups = match.Groups;
        try
        {
            return new DaprPeriod(
                Number(groups["y"]),
                Number(groups["mo"]),
                checked((7 * Number(groups["w"])) + Number(groups["d"])),
                new TimeSpan(Number(groups["h"]), Number(groups["mi"]), Number(groups["s"])),
                groups["r"].Success ? Number(groups["r"]) : null);
        }
        catch (Exception error) when (error is OverflowException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static int Number(Group group) => group.Success ? int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(R(?<r>\d+)(/|$))?(P((?<y>\d+)Y)?((?<mo>\d+)M)?((?<w>\d+)W)?((?<d>\d+)D)?(T((?<h>\d+)H)?((?<mi>\d+)M)?((?<s>\d+)S)?)?)?$")]
    private static partial Regex Iso();
}
