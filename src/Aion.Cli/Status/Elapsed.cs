using System.Globalization;

namespace Aion.Cli.Status;

/// <summary>A length of time in the two largest units, as people say it.</summary>
internal static class Elapsed
{
    public static string Text(TimeSpan time)
    {
        var (first, second) = time switch
        {
            { TotalDays: >= 1 } => ($"{time.Days} d", $"{time.Hours} h"),
            { TotalHours: >= 1 } => ($"{time.Hours} h", $"{time.Minutes} min"),
            { TotalMinutes: >= 1 } => ($"{time.Minutes} min", $"{time.Seconds} s"),
            _ => (string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, time.Seconds)} s"), ""),
        };
        return second.Length == 0 ? first : $"{first} {second}";
    }
}
