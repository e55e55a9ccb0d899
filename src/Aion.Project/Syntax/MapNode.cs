using Aion.Project.Diagnostics;

namespace Aion.Project.Syntax;

/// <summary>A YAML mapping in the order of the file, merge keys already applied.</summary>
internal sealed class MapNode : SyntaxNode
{
    public MapNode(SourceSpan span, IReadOnlyList<MapEntry> entries) : base(span)
    {
        Entries = entries;
        Weight = Sum(entries.Select(e => e.Value));
    }

    public IReadOnlyList<MapEntry> Entries { get; }

    public override string Kind => "a map";
}
