namespace Aion.ServiceBroker.Lifecycle.Machine;

/// <summary>An order of the machine. To carry it out again for the same run changes nothing.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Service">The service's label.</param>
/// <param name="Number">Process number.</param>
/// <param name="Run">The run that it is about.</param>
internal sealed record InstanceEffect(EffectKind Kind, string Service, int Number, int Run)
{
    /// <summary>Report, Start and Adopt: how it is run.</summary>
    public InstanceDefinition? Definition { get; init; }

    /// <summary>Report: the crash. Start: the one to report before; null: none.</summary>
    public CrashReport? Report { get; init; }

    /// <summary>Start: the run of the broker that the instance was reconciled in. Another one does not carry it out.</summary>
    public string? Epoch { get; init; }

    /// <summary>Stop: whether it may end by itself for a moment first.</summary>
    public bool Gently { get; init; }
}
