using Aion.Project.Diagnostics;

namespace Aion.Project.Syntax;

/// <summary>A YAML sequence.</summary>
internal sealed class ListNode : SyntaxNode
{
    public ListNode(SourceSpan span, IReadOnlyList<SyntaxNode> items) : base(span)
    {
        Items = items;
        Weight = Sum(items);
    }

    public IReadOnlyList<SyntaxNode> Items { get; }

    public override string Kind => "a list";
}
