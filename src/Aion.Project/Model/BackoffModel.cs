namespace Aion.Project.Model;

/// <summary>Growing waiting times: first, first × factor, ..., at most maximum, each varied by jitter.</summary>
public sealed record BackoffModel
{
    /// <summary>Before the second restart; the first one is immediate. Default 1 second.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait. Default 1 minute.</summary>
    public TimeSpan Maximum { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>At least 1. Default 2.</summary>
    public double Factor { get; init; } = 2;

    /// <summary>Part of the wait that is random, 0 to 1. Default 0.2.</summary>
    public double Jitter { get; init; } = 0.2;
}
