namespace Aion.ServiceBroker.Lifecycle;

/// <summary>State of one instance at one moment.</summary>
/// <param name="Name">App id, <c>judge-001</c>.</param>
/// <param name="Service">The service's label.</param>
/// <param name="Number">Process number.</param>
/// <param name="State">What it is doing.</param>
/// <param name="Since">When it began to.</param>
public sealed record InstanceStatus(string Name, string Service, int Number, InstanceState State, DateTimeOffset Since)
{
    /// <summary>Why it is in this state, for people: <c>exit code 1</c>, <c>the command 'x' is not on the PATH</c>.</summary>
    public string? Cause { get; init; }

    /// <summary>Process id while it runs.</summary>
    public int? Pid { get; init; }

    /// <summary>Start of the process that runs or ran last.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Starts after the first one since the broker started or the definition changed.</summary>
    public int Restarts { get; init; }

    /// <summary>Exit code of the last end, when it had one.</summary>
    public int? LastExitCode { get; init; }

    /// <summary>The last end as text.</summary>
    public string? LastExit { get; init; }

    /// <summary>Whether an earlier run of the broker started the process.</summary>
    public bool Adopted { get; init; }
}
