using Aion.Project.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Aion.Project.Syntax;

/// <summary>Where the YAML parser gave up.</summary>
/// <param name="Start">Where the value began that it was reading.</param>
/// <param name="End">Where it stood.</param>
/// <param name="Reason">Its words; empty for an unclosed bracket.</param>
internal sealed record SyntaxFailure(SourceSpan Start, SourceSpan End, string Reason)
{
    public static SyntaxFailure From(SourceText source, YamlException exception) => new(
        source.Clamp(exception.Start.Line, exception.Start.Column, 0),
        source.Clamp(exception.End.Line, exception.End.Column, 0),
        exception.Message);

    public static SyntaxFailure Near(SourceText source, ParsingEvent? last)
    {
        SourceSpan place = last is null ? SourceSpan.FileStart : source.Clamp(last.End.Line, last.End.Column, 0);
        return new SyntaxFailure(place, place, "");
    }
}
