namespace Aion.Project.Diagnostics;

/// <summary>The text of a project file by lines.</summary>
internal sealed class SourceText
{
    // Line breaks of YAML 1.1, which the parser counts: https://yaml.org/spec/1.1/#id871136
    private static readonly char[] LineBreaks = ['\n', '\r', '\u0085', '\u2028', '\u2029'];

    public SourceText(string text)
    {
        Text = text.StartsWith('\uFEFF') ? text[1..] : text;
        Lines = Text.Replace("\r\n", "\n", StringComparison.Ordinal).Split(LineBreaks);
    }

    /// <summary>Without a byte order mark.</summary>
    public string Text { get; }

    public IReadOnlyList<string> Lines { get; }

    /// <summary>The line without its end; empty outside of the file.</summary>
    public string Line(int line) => line >= 1 && line <= Lines.Count ? Lines[line - 1] : "";

    /// <summary>A span that lies within the file, whatever the parser said.</summary>
    public SourceSpan Clamp(long line, long column, long length)
    {
        int safeLine = (int)Math.Clamp(line, 1, Lines.Count);
        int lineLength = Lines[safeLine - 1].Length;
        int safeColumn = (int)Math.Clamp(line > Lines.Count ? lineLength + 1 : column, 1, lineLength + 1);
        return new SourceSpan(safeLine, safeColumn, (int)Math.Clamp(length, 0, lineLength + 1 - safeColumn));
    }
}
