namespace Aion.Project.Diagnostics;

/// <summary>A place in a project file: line and column from 1, length in UTF-16 code units on that line (0: not known).</summary>
internal readonly record struct SourceSpan(int Line, int Column, int Length)
{
    /// <summary>For what concerns the file as a whole.</summary>
    public static SourceSpan FileStart { get; } = new(1, 1, 0);
}
