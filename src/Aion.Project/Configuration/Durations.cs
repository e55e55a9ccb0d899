using System.Globalization;

namespace Aion.Project.Configuration;

/// <summary>Durations of the extensions: a number and a unit (<c>500ms</c>, <c>5s</c>, <c>1.5m</c>, <c>2h</c>).</summary>
internal static class Durations
{
    private static readonly (string Unit, double Milliseconds)[] Units = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)];

    /// <summary>False when it is none, negative or longer than a year.</summary>
    public static bool TryParse(string text, out TimeSpan value)
    {
        value = default;
        foreach ((string unit, double milliseconds) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal))
                continue;
            string number = text[..^unit.Length];
            bool endsWithDigit = number.Length > 0 && char.IsAsciiDigit(number[^1]);
            if (!endsWithDigit || !double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double amount))
                continue;
            double total = amount * milliseconds;
            if (total > TimeSpan.FromDays(366).TotalMilliseconds)
                return false;
            value = TimeSpan.FromMilliseconds(total);
            return true;
        }
        return false;
    }

    /// <summary>What the writer meant, as far as it can be told, in the right form.</summary>
    public static string Example(string text)
    {
        string compact = text.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        string digits = string.Concat(compact.TakeWhile(c => char.IsAsciiDigit(c) || c == '.'));
        string unit = compact[digits.Length..] switch
        {
            "" or "sec" or "secs" or "second" or "seconds" or "秒" => "s",
            "min" or "mins" or "minute" or "minutes" or "分" => "m",
            "msec" or "millis" or "milliseconds" => "ms",
            "hour" or "hours" or "hr" => "h",
            var known and ("ms" or "s" or "m" or "h") => known,
            _ => "",
        };
        return digits.Length is > 0 and < 8 && unit.Length > 0 && TryParse(digits + unit, out _) ? digits + unit : "10s";
    }

    /// <summary>Words for the kind of slip.</summary>
    public static string Meant(string text) => text.StartsWith('-') ? "a positive number" : "a number";
}
