using Aion.ServiceBroker.Lifecycle.Machine;

namespace Aion.ServiceBroker.Lifecycle.Workflows;

/// <summary>What is there of an instance's workflow.</summary>
/// <param name="Lives">It is there and has not come to its end.</param>
/// <param name="Left">
/// The state with which a failed one began last, at most some 20 signals old: what people asked for, such as a stop, is not to be
/// forgotten because a new version of the broker reads old signals differently. Null: nothing is left, or its service was taken away.
/// </param>
internal sealed record WorkflowTrace(bool Lives, LifecycleState? Left);
