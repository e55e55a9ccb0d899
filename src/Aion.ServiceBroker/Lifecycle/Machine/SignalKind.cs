using System.Text.Json.Serialization;

namespace Aion.ServiceBroker.Lifecycle.Machine;

/// <summary>What happened to an instance.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SignalKind>))]
internal enum SignalKind
{
    /// <summary>Time has passed: something is due.</summary>
    Tick,

    /// <summary>A broker has started and says what it found and what it wants.</summary>
    Reconcile,

    /// <summary>The project wants it by this definition.</summary>
    Apply,

    /// <summary>The project no longer has it.</summary>
    Remove,

    /// <summary>A kanban waits for it.</summary>
    Wake,

    /// <summary>It said that its work is done.</summary>
    Finish,

    /// <summary>The start that was ordered succeeded, or a process that ran already was taken over.</summary>
    Started,

    /// <summary>The start that was ordered failed.</summary>
    StartFailed,

    /// <summary>The start that was ordered was not made: this broker has not reconciled the instance yet, or it stops.</summary>
    StartHeld,

    /// <summary>The crash was reported, or could not be.</summary>
    Reported,

    /// <summary>What was set aside as poison was sent back or thrown away.</summary>
    PoisonSettled,

    /// <summary>The process ended.</summary>
    Exited,

    /// <summary>The health checks came to a verdict.</summary>
    Health,

    /// <summary>The services that it depends on are further, or less far.</summary>
    Dependencies,

    /// <summary>It says that it is busy, or no longer.</summary>
    Busy,

    /// <summary>Somebody stops it.</summary>
    StopByHand,

    /// <summary>Somebody starts it.</summary>
    StartByHand,

    /// <summary>Somebody restarts it.</summary>
    RestartByHand,
}
