namespace Aion.Project.Diagnostics;

/// <summary>Collects the findings of one compilation.</summary>
internal sealed class DiagnosticBag(string file)
{
    private readonly HashSet<Diagnostic> _found = [];

    public bool HasErrors { get; private set; }

    /// <summary>Adds a finding; the same finding at the same place (a merged or aliased value) counts once.</summary>
    public void Add(DiagnosticRule rule, SourceSpan span, string message, string fix)
    {
        if (rule.Severity == DiagnosticSeverity.Error)
            HasErrors = true;
        _found.Add(new Diagnostic(rule.Code, rule.Severity, file, span.Line, span.Column, span.Length, message, fix));
    }

    /// <summary>Takes over the findings of another bag, under this one's file name, but for those of some rules.</summary>
    public void AddAll(DiagnosticBag other, params ReadOnlySpan<DiagnosticRule> except)
    {
        foreach (Diagnostic diagnostic in other._found)
        {
            bool skipped = false;
            foreach (DiagnosticRule rule in except)
                skipped |= rule.Code == diagnostic.Code;
            if (skipped)
                continue;
            HasErrors |= diagnostic.Severity == DiagnosticSeverity.Error;
            _found.Add(diagnostic with { File = file });
        }
    }

    public IReadOnlyList<Diagnostic> ToSortedList() =>
        [.. _found.OrderBy(d => d.Line).ThenBy(d => d.Column).ThenBy(d => d.Code, StringComparer.Ordinal).ThenBy(d => d.Message, StringComparer.Ordinal)];
}
