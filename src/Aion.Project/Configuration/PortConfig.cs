using Aion.Project.Diagnostics;
using Aion.Project.Model;

namespace Aion.Project.Configuration;

/// <summary>One entry of <c>ports</c>.</summary>
internal sealed record PortConfig
{
    public required SourceSpan Span { get; init; }

    public Written<string>? Name { get; init; }

    public Written<PortProtocol>? Protocol { get; init; }

    public Written<int>? Port { get; init; }

    public Written<int>? NodePort { get; init; }
}
