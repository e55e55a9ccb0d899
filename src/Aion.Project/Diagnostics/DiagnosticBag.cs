namespace Aion.Project.Diagnostics;

/// <summary>Collects the findings of one compilation. Positions are moved into the text, when there is one.</summary>
internal sealed class DiagnosticBag(string file, SourceText? source = null)
{
    private readonly HashSet<Diagnostic> _found = [];
    private readonly HashSet<(string Code, SourceSpan Span)> _places = [];

    public bool HasErrors { get; private set; }

    /// <summary>Adds a finding. A value that several microservices share by alias or merge is found wrong once.</summary>
    public void Add(DiagnosticRule rule, SourceSpan span, string message, string fix)
    {
        span = source?.Clamp(span.Line, span.Column, span.Length) ?? span;
        bool aboutValue = string.CompareOrdinal(rule.Code, "AION040") < 0 && span != SourceSpan.FileStart;
        if (aboutValue && !_places.Add((rule.Code, span)))
            return;
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
    [
        .. _found.OrderBy(d => d.Line).ThenBy(d => d.Column)
            .ThenBy(d => d.Code, StringComparer.Ordinal).ThenBy(d => d.Message, StringComparer.Ordinal),
    ];
}
