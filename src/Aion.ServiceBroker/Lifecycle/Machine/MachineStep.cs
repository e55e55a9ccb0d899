namespace Aion.ServiceBroker.Lifecycle.Machine;

/// <summary>What a signal leads to.</summary>
/// <param name="State">The state from now on.</param>
/// <param name="Effect">What to do; its answer is the next signal. Null: nothing, wait.</param>
internal readonly record struct MachineStep(LifecycleState State, InstanceEffect? Effect);
