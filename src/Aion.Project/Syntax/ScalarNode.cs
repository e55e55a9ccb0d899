using Aion.Project.Diagnostics;

namespace Aion.Project.Syntax;

/// <summary>A single value as the user wrote it.</summary>
/// <param name="span">Place of the value.</param>
/// <param name="text">The text without quotes.</param>
/// <param name="isText">Quoted, a block, or tagged !!str: never a number, boolean or null.</param>
internal sealed class ScalarNode(SourceSpan span, string text, bool isText) : SyntaxNode(span)
{
    public string Text { get; } = text;

    public bool IsText { get; } = isText;

    /// <summary>YAML 1.1 null: nothing, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => !IsText && Text is ("" or "~" or "null" or "Null" or "NULL");

    public override string Kind => IsNull && Text.Length == 0 ? "empty" : IsText ? $"the text `\"{Text}\"` in quotes" : $"`{Text}`";
}
