using Aion.Project.Diagnostics;

namespace Aion.Project.Syntax;

/// <summary>YAML forbids tabs in the indentation; editors write them unasked.</summary>
internal static class TabIndentation
{
    /// <summary>
    /// Reports every line that is indented with a tab, and replaces the tabs by two spaces each. Returns whether that is surely
    /// what was meant: when no line is indented with spaces.
    /// </summary>
    public static bool ReportAndReplace(string[] lines, DiagnosticBag bag)
    {
        bool uniform = !lines.Any(l => l.StartsWith(' ') && !l.AsSpan().Trim().IsEmpty);
        for (int i = 0; i < lines.Length; i++)
        {
            int tab = Column(lines[i]);
            if (tab == 0)
                continue;
            bag.Add(
                DiagnosticRules.TabIndentation,
                new SourceSpan(i + 1, tab, 1),
                "This line is indented with a tab; YAML allows spaces only.",
                "Replace the tab by two spaces per level, and set the editor to insert spaces.");
            int indentation = lines[i].Length - lines[i].TrimStart(' ', '\t').Length;
            lines[i] = lines[i][..indentation].Replace("\t", "  ", StringComparison.Ordinal) + lines[i][indentation..];
        }
        return uniform;
    }

    /// <summary>Column of the first tab in the indentation, 0 when there is none.</summary>
    public static int Column(string line)
    {
        ReadOnlySpan<char> indentation = line.AsSpan(0, line.Length - line.TrimStart(' ', '\t').Length);
        return indentation.Length == line.Length ? 0 : indentation.IndexOf('\t') + 1;
    }
}
