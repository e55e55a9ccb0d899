using Aion.Project.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Aion.Project.Syntax;

/// <summary>Builds the tree of one document from parser events. Throws <see cref="YamlException"/> at a syntax error.</summary>
internal sealed class SyntaxTreeBuilder(SourceText source, DiagnosticBag bag)
{
    private const int DepthLimit = 50;
    private const int WeightLimit = 1_000_000;

    private readonly Dictionary<string, SyntaxNode?> _anchors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private int _depth;

    /// <summary>Reads the node that the parser stands on and moves behind it; null when it cannot be used (reported).</summary>
    public SyntaxNode? Read(IParser parser)
    {
        ParsingEvent current = parser.Current!;
        string? anchor = (current as NodeEvent)?.Anchor is { IsEmpty: false } name ? name.Value : null;
        if (anchor is not null)
        {
            _anchors[anchor] = null;
            _open.Add(anchor);
        }
        SyntaxNode? node = current switch
        {
            AnchorAlias alias => ReadAlias(parser, alias),
            Scalar scalar => ReadScalar(parser, scalar),
            _ when _depth >= DepthLimit => SkipTooDeep(parser, current),
            SequenceStart start => ReadList(parser, start),
            MappingStart start => ReadMap(parser, start),
            _ => throw new SemanticErrorException(current.Start, current.End, "unexpected token"),
        };
        if (anchor is not null)
        {
            _anchors[anchor] = node;
            _open.Remove(anchor);
        }
        return node;
    }

    private SyntaxNode? ReadAlias(IParser parser, AnchorAlias alias)
    {
        parser.MoveNext();
        // A known anchor without a node was reported where it stands, unless it is still being read.
        bool known = _anchors.TryGetValue(alias.Value.Value, out SyntaxNode? node);
        if (known && !_open.Contains(alias.Value.Value))
            return node;
        bag.Add(
            DiagnosticRules.UnknownAlias,
            SpanOf(alias),
            known ? $"The alias `*{alias.Value.Value}` stands inside of what it refers to." : $"There is no anchor `&{alias.Value.Value}` before this alias.",
            known
                ? "Move the shared part out of the value that uses it."
                : NearestName.Suggest(alias.Value.Value, _anchors.Keys, $"If the star is part of a text, put the text in quotes: `'*{alias.Value.Value}'`."));
        return null;
    }

    private ScalarNode? ReadScalar(IParser parser, Scalar scalar)
    {
        parser.MoveNext();
        bool isText = scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any);
        string tag = scalar.Tag.IsEmpty ? "" : scalar.Tag.Value;
        if (tag is "!" or "tag:yaml.org,2002:str")
            isText = true;
        else
            ReportTag(scalar, tag, "int", "bool", "float", "null");
        SourceSpan span = SpanOf(scalar);
        if (!isText && !scalar.IsKey && FullWidth.IndexAtEdge(scalar.Value) is >= 0 and var wide)
        {
            SourceSpan place = wide == 0 ? span with { Length = 1 } : source.Clamp(scalar.End.Line, scalar.End.Column - 1, 1);
            SyntaxProblem problem = FullWidth.Problem(scalar.Value[wide], place);
            bag.Add(problem.Rule, problem.Span, problem.Message, problem.Fix);
            return null;
        }
        return new ScalarNode(span, scalar.Value, isText);
    }

    private ListNode? ReadList(IParser parser, SequenceStart start)
    {
        ReportTag(start, start.Tag.IsEmpty ? "" : start.Tag.Value, "seq");
        SourceSpan span = SpanOf(start);
        List<SyntaxNode> items = [];
        _depth++;
        parser.MoveNext();
        while (parser.Current is not SequenceEnd)
            if (Read(parser) is { } item)
                items.Add(item);
        _depth--;
        parser.MoveNext();
        return Limit(new ListNode(span, items));
    }

    private MapNode? ReadMap(IParser parser, MappingStart start)
    {
        ReportTag(start, start.Tag.IsEmpty ? "" : start.Tag.Value, "map");
        SourceSpan span = SpanOf(start);
        MapEntries entries = new(bag);
        _depth++;
        parser.MoveNext();
        while (parser.Current is not MappingEnd)
        {
            SourceSpan keySpan = SpanOf(parser.Current!);
            SyntaxNode? key = Read(parser);
            SyntaxNode? value = Read(parser);
            if (value is not null)
                entries.Add(keySpan, key, value);
        }
        _depth--;
        parser.MoveNext();
        return entries.IsTemplate ? null : Limit(new MapNode(span, entries.ToList()));
    }

    private T? Limit<T>(T node) where T : SyntaxNode
    {
        if (node.Weight <= WeightLimit)
            return node;
        bag.Add(
            DiagnosticRules.TooLarge,
            node.Span,
            "With its aliases this value has more than a million parts.",
            "Write it with fewer aliases.");
        return null;
    }

    private SyntaxNode? SkipTooDeep(IParser parser, ParsingEvent start)
    {
        bag.Add(
            DiagnosticRules.TooLarge,
            SpanOf(start),
            $"The file is nested more than {DepthLimit} levels deep here.",
            "A project file needs no more than seven levels: check the brackets and the indentation.");
        parser.SkipThisAndNestedEvents();
        return null;
    }

    private void ReportTag(NodeEvent node, string tag, params ReadOnlySpan<string> known)
    {
        const string Yaml = "tag:yaml.org,2002:";
        if (tag.Length == 0 || (tag.StartsWith(Yaml, StringComparison.Ordinal) && known.Contains(tag[Yaml.Length..])))
            return;
        string shown = tag.StartsWith(Yaml, StringComparison.Ordinal) ? "!!" + tag[Yaml.Length..] : tag;
        bag.Add(
            DiagnosticRules.UnknownTag,
            SpanOf(node),
            $"The tag `{shown}` means nothing here.",
            "Remove it; if the exclamation mark is part of a text, put the text in quotes.");
    }

    private SourceSpan SpanOf(ParsingEvent node)
    {
        long length = node.End.Line == node.Start.Line ? node.End.Column - node.Start.Column : 0;
        return source.Clamp(node.Start.Line, node.Start.Column, length);
    }
}
