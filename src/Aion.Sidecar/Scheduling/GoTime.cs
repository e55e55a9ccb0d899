using System.Globalization;
using System.Text;
using Aion.Sidecar.Components.Loading;

namespace Aion.Sidecar.Scheduling;

/// <summary>Times and durations as Dapr's APIs have them.</summary>
internal static class GoTime
{
    /// <summary>A Go duration: https://pkg.go.dev/time#ParseDuration. A bare number other than 0 is none.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        var isNegative = text.StartsWith('-');
        var digits = isNegative || text.StartsWith('+') ? text[1..] : text;
        duration = default;
        if (digits == "0")
            return true;
        if (digits.Length == 0 || digits.All(char.IsAsciiDigit) || !GoDuration.TryParse(digits, TimeSpan.Zero, out duration))
            return false;
        if (isNegative)
            duration = -duration;
        return true;
    }

    /// <summary>An RFC 3339 time, or a duration from <paramref name="start"/>.</summary>
    /// <exception cref="FormatException">The text is neither, or repeats.</exception>
    public static DateTimeOffset PointInTime(string text, DateTimeOffset start)
    {
        if (DaprPeriod.TryParseIso(text) is { } period)
            return period.Repeats is null ? period.After(start) : throw new FormatException("repetitions are not allowed");
        if (TryParse(text, out var duration))
            return start.Plus(duration);
        const DateTimeStyles styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, styles, out var time)
            ? time
            : throw new FormatException($"unsupported time/duration format: {text}");
    }

    /// <summary>The text that Go gives for a duration, such as 1h0m10s or 1.5s or 250ms.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration < TimeSpan.Zero)
            return "-" + Format(-duration);
        if (duration < TimeSpan.FromMilliseconds(1))
            return duration == TimeSpan.Zero ? "0s" : $"{Decimal(duration.TotalMicroseconds)}µs";
        if (duration < TimeSpan.FromSeconds(1))
            return $"{Decimal(duration.TotalMilliseconds)}ms";
        var text = new StringBuilder();
        if (duration >= TimeSpan.FromHours(1))
            text.Append((long)duration.TotalHours).Append('h');
        if (duration >= TimeSpan.FromMinutes(1))
            text.Append(duration.Minutes).Append('m');
        return text.Append(Decimal(duration.TotalSeconds % 60)).Append('s').ToString();
    }

    private static string Decimal(double value) => value.ToString("0.#########", CultureInfo.InvariantCulture);
}
