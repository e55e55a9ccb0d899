using Aion.Project.Diagnostics;
using Aion.Project.Model;

namespace Aion.Project.Configuration;

/// <summary>The map <c>restart</c>.</summary>
internal sealed record RestartConfig
{
    public required SourceSpan Span { get; init; }

    public Written<RestartPolicy>? Policy { get; init; }

    public Written<TimeSpan>? First { get; init; }

    public Written<TimeSpan>? Maximum { get; init; }

    public Written<double>? Factor { get; init; }

    public Written<double>? Jitter { get; init; }

    public Written<TimeSpan>? ResetAfter { get; init; }

    public Written<int>? Limit { get; init; }

    public Written<TimeSpan>? DeferUpTo { get; init; }

    public Written<TimeSpan>? HealthyWithin { get; init; }
}
