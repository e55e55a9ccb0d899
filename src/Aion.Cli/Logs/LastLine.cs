using System.Text;

namespace Aion.Cli.Logs;

/// <summary>The last thing that a service said, which is mostly why it ended.</summary>
internal static class LastLine
{
    private const int Window = 4096;
    private const int MaxLength = 200;

    /// <summary>The last line with text in it; null when the file is not there or empty.</summary>
    public static string? Of(string file)
    {
        try
        {
            using var log = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            log.Seek(-Math.Min(Window, log.Length), SeekOrigin.End);
            using var reader = new StreamReader(log, Encoding.UTF8);
            var line = reader.ReadToEnd().Split('\n').Select(text => text.Trim()).LastOrDefault(text => text.Length > 0);
            return line is { Length: > MaxLength } ? line[..MaxLength] + "…" : line;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
