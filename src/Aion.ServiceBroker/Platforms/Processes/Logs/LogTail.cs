using System.Text;
using System.Text.RegularExpressions;

namespace Aion.ServiceBroker.Platforms.Processes.Logs;

/// <summary>The last lines of a log for people: without control characters, each of bounded length.</summary>
internal static partial class LogTail
{
    /// <summary>Most lines.</summary>
    public const int Lines = 20;

    private const int LongestLine = 400;
    private const int ReadAtMost = 64 * 1024;

    /// <summary>
    /// The last lines of a file, not reaching back before <paramref name="start"/>; empty when it cannot be read. A line that begins
    /// more than 64 KiB before the end is shown by its end.
    /// </summary>
    public static IReadOnlyList<string> Read(string path, long start)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = RandomAccess.GetLength(file);
            // Shorter than it was: somebody emptied it.
            start = start > length ? 0 : start;
            var from = Math.Max(start, length - ReadAtMost);
            if (from >= length)
            {
                return [];
            }

            var bytes = new byte[length - from];
            var read = RandomAccess.Read(file, bytes, from);
            return Split(Encoding.UTF8.GetString(bytes, 0, read), cut: from > start);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The last <see cref="Lines"/> of both.</summary>
    public static IReadOnlyList<string> Join(IReadOnlyList<string> earlier, IReadOnlyList<string> later) =>
        [.. earlier.Concat(later).TakeLast(Lines)];

    private static string[] Split(string text, bool cut)
    {
        var lines = text.Split('\n');
        if (cut)
        {
            lines[0] = "…" + lines[0];
        }

        return [.. lines.Select(Clean).Where(line => line.Length > 0).TakeLast(Lines)];
    }

    // A progress bar writes over itself after a carriage return: what it wrote last is what one would see.
    private static string Clean(string line)
    {
        var seen = line.TrimEnd('\r');
        seen = EscapeSequence().Replace(seen[(seen.LastIndexOf('\r') + 1)..], "").Replace('\t', ' ');
        var plain = string.Concat(seen.Where(c => !char.IsControl(c))).TrimEnd();
        if (plain.Length <= LongestLine)
        {
            return plain;
        }

        var end = char.IsHighSurrogate(plain[LongestLine - 1]) ? LongestLine - 1 : LongestLine;
        return plain[..end] + "…";
    }

    // ECMA-48: CSI with parameters and a final byte, OSC up to BEL or ST, and two-byte sequences.
    [GeneratedRegex(@"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")]
    private static partial Regex EscapeSequence();
}
