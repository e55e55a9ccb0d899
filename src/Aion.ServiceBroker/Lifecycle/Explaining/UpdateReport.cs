using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle.Explaining;

/// <summary>An update that is not in force.</summary>
/// <param name="Generation">Generation of the project that brought it.</param>
/// <param name="Cause">Why it is not.</param>
/// <param name="At">When it was taken back, or until when it waits.</param>
public sealed record UpdateReport(long Generation, InstanceCause Cause, DateTimeOffset At);
