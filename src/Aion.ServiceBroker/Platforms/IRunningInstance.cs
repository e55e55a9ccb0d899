namespace Aion.ServiceBroker.Platforms;

/// <summary>A started instance.</summary>
public interface IRunningInstance
{
    /// <summary>Process id.</summary>
    int Pid { get; }

    /// <summary>When it was started, also when that was an earlier run of the broker.</summary>
    DateTimeOffset StartedAt { get; }

    /// <summary>Whether an earlier run of the broker started it.</summary>
    bool Adopted { get; }

    /// <summary>Completes when the instance and everything in its process group has ended. Never faults.</summary>
    Task<InstanceExit> Exited { get; }

    /// <summary>Asks it to end, waits at most <paramref name="grace"/>, then ends it by force. Safe to call again.</summary>
    Task<InstanceExit> StopAsync(TimeSpan grace);
}
