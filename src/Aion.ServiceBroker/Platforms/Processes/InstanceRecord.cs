namespace Aion.ServiceBroker.Platforms.Processes;

/// <summary>What a later run of the broker must know to find a process again.</summary>
public sealed record InstanceRecord
{
    /// <summary>Name of the instance, <c>judge-001</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Number of the start; 0 in records of versions that did not count.</summary>
    public int Run { get; init; }

    /// <summary>
    /// Process id, also of its session and process group; 0 from shortly before the start until the pid is known, when
    /// only <see cref="Token"/> finds the process.
    /// </summary>
    public required int Pid { get; init; }

    /// <summary>Start time in clock ticks since boot.</summary>
    public required long StartTime { get; init; }

    /// <summary>The boot that the start time counts from.</summary>
    public required string BootId { get; init; }

    /// <summary>Value of <c>AION_INSTANCE_TOKEN</c> in the process's environment.</summary>
    public required string Token { get; init; }

    /// <summary>Hash of everything that the process was started with.</summary>
    public required string Definition { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long its log was before; 0 in records of versions that did not note it.</summary>
    public long LogStart { get; init; }

    /// <summary>The sidecar's variables that it was given.</summary>
    public required IReadOnlyDictionary<string, string> Sidecar { get; init; }
}
