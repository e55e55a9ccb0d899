using Aion.Project.Diagnostics;

namespace Aion.Project.Syntax;

/// <summary>One key with its value.</summary>
internal sealed record MapEntry(ScalarNode Key, SyntaxNode Value)
{
    /// <summary>Where to point for the value: the parser puts a missing value anywhere up to the next token, so then the key.</summary>
    public SourceSpan ValueSpan => Value is ScalarNode { IsNull: true, Text: "" } ? Key.Span : Value.Span;
}
