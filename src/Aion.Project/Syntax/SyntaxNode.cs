using Aion.Project.Diagnostics;

namespace Aion.Project.Syntax;

/// <summary>A value of the YAML tree with its place. Aliased values are the same node, shared.</summary>
internal abstract class SyntaxNode(SourceSpan span)
{
    public SourceSpan Span { get; } = span;

    /// <summary>Number of values in this subtree when aliases are followed, saturating.</summary>
    public int Weight { get; protected init; } = 1;

    /// <summary>How a message names this kind of value.</summary>
    public abstract string Kind { get; }

    /// <summary>Sum of weights that cannot overflow.</summary>
    protected static int Sum(IEnumerable<SyntaxNode> nodes) =>
        (int)Math.Min(int.MaxValue, nodes.Aggregate(1L, (sum, node) => sum + node.Weight));
}
