using Aion.ServiceBroker.Lifecycle.Machine;

namespace Aion.ServiceBroker.Lifecycle.Workflows;

/// <summary>With what a workflow begins, first and every time it continues as new.</summary>
/// <param name="State">What is known of the instance.</param>
/// <param name="Backlog">Signals that are to be handled first.</param>
internal sealed record WorkflowMemory(LifecycleState State, IReadOnlyList<InstanceSignal> Backlog);
