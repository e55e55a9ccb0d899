using System.Buffers;
using System.Globalization;

namespace Aion.Sidecar.Components.Loading;

/// <summary>
/// Durations as Dapr's metadata has them: Go's syntax (https://pkg.go.dev/time#ParseDuration), such as 1h30m or 1.5s or
/// 250ms, or a plain number of a unit that depends on the setting.
/// </summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private static readonly (string Suffix, double Ticks)[] Units =
    [
        ("ns", 0.01), ("us", TimeSpan.TicksPerMicrosecond), ("µs", TimeSpan.TicksPerMicrosecond), ("ms", TimeSpan.TicksPerMillisecond),
        ("s", TimeSpan.TicksPerSecond), ("m", TimeSpan.TicksPerMinute), ("h", TimeSpan.TicksPerHour),
    ];

    public static bool TryParse(string text, TimeSpan plainUnit, out TimeSpan duration)
    {
        duration = default;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var plain))
        {
            duration = plain * plainUnit;
            return true;
        }

        var rest = text.AsSpan();
        var ticks = 0d;
        if (rest.IsEmpty)
        {
            return false;
        }

        while (!rest.IsEmpty)
        {
            if (!TryTakePart(ref rest, out var part))
            {
                return false;
            }

            ticks += part;
        }

        if (ticks > TimeSpan.MaxValue.Ticks / 2d)
        {
            return false;
        }

        duration = TimeSpan.FromTicks((long)ticks);
        return true;
    }

    private static bool TryTakePart(ref ReadOnlySpan<char> rest, out double ticks)
    {
        ticks = 0;
        var digits = rest.IndexOfAnyExcept(Digits);
        if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        rest = rest[digits..];
        var letters = rest.IndexOfAny(Digits);
        var suffix = letters < 0 ? rest : rest[..letters];
        rest = letters < 0 ? [] : rest[letters..];
        foreach (var unit in Units)
        {
            if (suffix.SequenceEqual(unit.Suffix))
            {
                ticks = number * unit.Ticks;
                return true;
            }
        }

        return false;
    }
}
