namespace Aion.Project.Model;

/// <summary>How a service is started again after it ended.</summary>
public sealed record RestartModel
{
    /// <summary>Default: <see cref="RestartPolicy.Always"/> with <c>always: yes</c>, else <see cref="RestartPolicy.OnFailure"/>.</summary>
    public RestartPolicy Policy { get; init; }

    /// <summary>Waiting time between starts.</summary>
    public BackoffModel Backoff { get; init; } = new();

    /// <summary>After running this long the next failure counts as the first. Default 10 minutes.</summary>
    public TimeSpan ResetAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Restarts in a row before it is given up as failed; null (default): never given up.</summary>
    public int? Limit { get; init; }

    /// <summary>How long a replacement waits for a service that says it is busy. Default zero: it does not wait.</summary>
    public TimeSpan DeferUpTo { get; init; }

    /// <summary>
    /// How long an update has to become healthy before it is rolled back. Default 1 minute. Without <c>health</c> it is rolled back
    /// when it ends within 10 seconds.
    /// </summary>
    public TimeSpan HealthyWithin { get; init; } = TimeSpan.FromMinutes(1);
}
