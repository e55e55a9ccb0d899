using System.Text.Json.Serialization;

namespace Aion.ServiceBroker.Lifecycle.Machine;

/// <summary>What the machine can order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EffectKind>))]
internal enum EffectKind
{
    /// <summary>Report a crash. Answered by Reported.</summary>
    Report,

    /// <summary>Start a run, after its last crash was reported. Answered by Started, StartFailed or StartHeld.</summary>
    Start,

    /// <summary>End a run. Answered by Exited.</summary>
    Stop,

    /// <summary>Take over the process of a run. Answered by Started, or by Exited when there is none.</summary>
    Adopt,
}
