using Aion.Project.Diagnostics;

namespace Aion.Project.Configuration;

/// <summary>One route below a connection key.</summary>
internal sealed record RouteConfig
{
    public required SourceSpan Span { get; init; }

    public Written<string>? Name { get; init; }

    public Written<string>? Pattern { get; init; }

    public Written<string>? Device { get; init; }
}
