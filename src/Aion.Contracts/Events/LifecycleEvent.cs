namespace Aion.Contracts.Events;

/// <summary>The data of an event on <see cref="Topics.Lifecycle"/>; its CloudEvents type is <see cref="Type"/>.</summary>
public sealed record LifecycleEvent
{
    /// <summary>A project was applied: <see cref="Generation"/> is set, and the state store has the project.</summary>
    public const string ProjectApplied = "aion.project.applied.v1";

    /// <summary>An instance changed its state: <see cref="Service"/>, <see cref="Number"/> and <see cref="State"/> are set.</summary>
    public const string Instance = "aion.instance.v1";

    /// <summary>One of the constants above.</summary>
    public required string Type { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The generation of the project that was in force.</summary>
    public long Generation { get; init; }

    /// <summary>The label of the microservice.</summary>
    public string? Service { get; init; }

    /// <summary>The process number of the instance; 0 when the event is not about one.</summary>
    public int Number { get; init; }

    /// <summary>The new state, in lower case: <c>starting</c>, <c>running</c>, <c>finished</c>, <c>failed</c>, <c>stopped</c>.</summary>
    public string? State { get; init; }

    /// <summary>The exit code, when a process ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why, as a sentence.</summary>
    public string? Reason { get; init; }
}
