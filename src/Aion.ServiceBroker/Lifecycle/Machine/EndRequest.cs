using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle.Machine;

/// <summary>Asks for the end of the running process.</summary>
/// <param name="Reason">Decides what follows the end.</param>
/// <param name="Cause">What people are told.</param>
internal sealed record EndRequest(EndReason Reason, InstanceCause Cause);
