namespace Aion.ServiceBroker.Lifecycle;

/// <summary>What somebody may ask of an instance.</summary>
public enum InstanceRequest
{
    /// <summary>End it and leave it ended, whatever the project says, until it is started or restarted.</summary>
    Stop,

    /// <summary>Start it unless it runs; takes a stop back.</summary>
    Start,

    /// <summary>End it if it runs, and start it.</summary>
    Restart,
}
