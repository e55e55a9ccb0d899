using Aion.Project.Diagnostics;

namespace Aion.Project.Syntax;

/// <summary>
/// The entries of one map while it is read: refuses duplicates and applies merge keys (https://yaml.org/type/merge.html):
/// keys of the map itself win over merged ones, and earlier merged maps over later ones.
/// </summary>
internal sealed class MapEntries(DiagnosticBag bag)
{
    private readonly List<MapEntry> _own = [];
    private readonly List<MapNode> _merged = [];
    private readonly Dictionary<string, ScalarNode> _keys = new(StringComparer.Ordinal);

    /// <summary>This is no map but a placeholder such as <c>{{ version }}</c> (reported).</summary>
    public bool IsTemplate { get; private set; }

    public void Add(SourceSpan keySpan, SyntaxNode? key, SyntaxNode value)
    {
        if (key is not ScalarNode { IsNull: false } scalar || scalar.Text.Length == 0)
        {
            if (key is MapNode)
            {
                IsTemplate = true;
                bag.Add(
                    DiagnosticRules.InvalidKey,
                    keySpan,
                    "Double braces stand for a map as a key; this looks like a template that was not filled in.",
                    "Fill in the template first, or put the text in quotes.");
            }
            else if (key is not null)
                bag.Add(
                    DiagnosticRules.InvalidKey,
                    keySpan,
                    $"A key must be a plain word, but this one is {key.Kind}.",
                    "Write the key as text, followed by a colon and a space. Text that starts with `{` or `[` needs quotes.");
            return;
        }
        if (!scalar.IsText && FullWidth.IndexIn(scalar.Text) is >= 0 and var wide)
        {
            SyntaxProblem problem = FullWidth.Problem(
                scalar.Text[wide],
                keySpan.Length > wide ? keySpan with { Column = keySpan.Column + wide, Length = 1 } : keySpan);
            bag.Add(problem.Rule, problem.Span, problem.Message, problem.Fix);
        }
        else if (!scalar.IsText && scalar.Text == "<<")
            Merge(keySpan, value);
        else if (_keys.TryGetValue(scalar.Text, out ScalarNode? first))
            bag.Add(
                DiagnosticRules.DuplicateKey,
                scalar.Span,
                $"`{scalar.Text}` is written twice here; the first one is on line {first.Span.Line}.",
                "Keep one of the two, or give the second one another name.");
        else
        {
            _keys.Add(scalar.Text, scalar);
            _own.Add(new MapEntry(scalar, value));
        }
    }

    public IReadOnlyList<MapEntry> ToList()
    {
        foreach (MapEntry entry in _merged.SelectMany(m => m.Entries))
            if (_keys.TryAdd(entry.Key.Text, entry.Key))
                _own.Add(entry);
        return _own;
    }

    private void Merge(SourceSpan keySpan, SyntaxNode value)
    {
        IReadOnlyList<SyntaxNode> sources = value is ListNode list ? list.Items : [value];
        foreach (SyntaxNode source in sources)
        {
            if (source is MapNode map)
                _merged.Add(map);
            else
                bag.Add(
                    DiagnosticRules.InvalidMerge,
                    keySpan,
                    $"`<<` takes over the keys of a map, but here it gets {source.Kind}.",
                    "Write `<<: *name`, where `&name` stands at a map.");
        }
    }
}
