using System.Text;
using Aion.Project.Diagnostics;

namespace Aion.Project.Compilation;

/// <summary>Reads a project file as UTF-8 and says why it is none.</summary>
internal static class ProjectFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, or null when the file cannot be read (reported).</summary>
    public static string? Read(string path, DiagnosticBag bag)
    {
        try
        {
            return Decode(File.ReadAllBytes(path), bag);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            string reason = exception is FileNotFoundException or DirectoryNotFoundException ? "it does not exist"
                : Directory.Exists(path) ? "it is a directory"
                : exception is UnauthorizedAccessException ? "this user may not read it"
                : exception.Message.TrimEnd('.');
            bag.Add(
                DiagnosticRules.UnreadableFile,
                SourceSpan.FileStart,
                $"`{path}` cannot be read: {reason}.",
                Directory.Exists(path) ? "Name the project file in it." : "Check the path and its permissions.");
            return null;
        }
    }

    private static string? Decode(byte[] bytes, DiagnosticBag bag)
    {
        const string Fix = "Save the file as UTF-8; editors offer that under \"Save with encoding\".";
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            bag.Add(DiagnosticRules.NotUtf8, SourceSpan.FileStart, "The file is saved as UTF-16.", Fix);
            return null;
        }
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            int index = Math.Clamp(exception.Index, 0, bytes.Length - 1);
            ReadOnlySpan<byte> before = bytes.AsSpan(0, index);
            int line = before.Count((byte)'\n') + 1;
            int column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
            bag.Add(
                DiagnosticRules.NotUtf8,
                new SourceSpan(line, column, 1),
                $"The file is not UTF-8: the byte 0x{bytes[index]:X2} here belongs to another encoding, such as Shift_JIS or Windows-1252.",
                Fix);
            return null;
        }
    }
}
