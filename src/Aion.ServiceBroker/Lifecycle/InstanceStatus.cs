using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle;

/// <summary>State of one instance at one moment.</summary>
/// <param name="Name">App id, <c>judge-001</c>.</param>
/// <param name="Service">The service's label.</param>
/// <param name="Number">Process number.</param>
/// <param name="State">What it is doing.</param>
/// <param name="Since">When it began to.</param>
public sealed record InstanceStatus(string Name, string Service, int Number, InstanceState State, DateTimeOffset Since)
{
    /// <summary>Why it is in this state. Without the lines of its log, which only the explanation has.</summary>
    public InstanceCause? Cause { get; init; }

    /// <summary>Process id while it runs.</summary>
    public int? Pid { get; init; }

    /// <summary>Start of the process that runs or ran last.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Starts after the first one since its definition changed or the platform was started after an orderly stop.</summary>
    public int Restarts { get; init; }

    /// <summary>Number of the last start; grows with every start.</summary>
    public int Run { get; init; }

    /// <summary>Failed runs and failed starts in a row.</summary>
    public int Tries { get; init; }

    /// <summary>When it is started again, after a failure or by its <c>interval</c>.</summary>
    public DateTimeOffset? NextTry { get; init; }

    /// <summary>What it waits for before it starts, one line each: <c>database-001 is not healthy yet</c>.</summary>
    public IReadOnlyList<string> WaitingFor { get; init; } = [];

    /// <summary>What it says it is busy with; null when it does not say so.</summary>
    public string? Busy { get; init; }

    /// <summary><c>healthy</c>, <c>unhealthy</c>, or null before the first verdict and without <c>health</c>.</summary>
    public string? Health { get; init; }

    /// <summary>Whether it has ended well since its definition changed: what <c>condition: finished</c> asks for.</summary>
    public bool Completed { get; init; }

    /// <summary>Of the last kanbans that were set aside as poison, those that nobody has sent back or thrown away yet.</summary>
    public int SetAside { get; init; }

    /// <summary>What people should know although it runs: an update that was rolled back or that waits, kanbans that were set aside.</summary>
    public string? Note { get; init; }

    /// <summary>The node that runs it.</summary>
    public string? Node { get; init; }

    /// <summary>Exit code of the last end, when it had one.</summary>
    public int? LastExitCode { get; init; }

    /// <summary>The last end as text.</summary>
    public string? LastExit { get; init; }

    /// <summary>Whether an earlier run of the broker started the process.</summary>
    public bool Adopted { get; init; }
}
