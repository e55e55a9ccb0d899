using Aion.Project.Diagnostics;

namespace Aion.Project.Configuration;

/// <summary>The map <c>health</c>.</summary>
internal sealed record HealthConfig
{
    public required SourceSpan Span { get; init; }

    /// <summary>The probes that are there, readable or not, by their keys.</summary>
    public IReadOnlyList<string> Probes { get; init; } = [];

    public Written<string>? Http { get; init; }

    public Written<string>? Grpc { get; init; }

    public IReadOnlyList<Written<string>>? Command { get; init; }

    public Written<TimeSpan>? KanbanWithin { get; init; }

    public Written<TimeSpan>? Interval { get; init; }

    public Written<TimeSpan>? Timeout { get; init; }

    public Written<int>? Failures { get; init; }
}
