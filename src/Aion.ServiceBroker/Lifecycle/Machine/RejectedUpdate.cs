using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle.Machine;

/// <summary>An update that was taken back. The same definition is tried again only by an apply that forces it.</summary>
/// <param name="Definition">What was tried.</param>
/// <param name="Cause">Why it was taken back.</param>
/// <param name="At">When.</param>
internal sealed record RejectedUpdate(InstanceDefinition Definition, InstanceCause Cause, DateTimeOffset At);
