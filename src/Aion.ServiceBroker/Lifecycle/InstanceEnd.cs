using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle;

/// <summary>How a run ended, or why a start failed.</summary>
/// <param name="Run">Number of the run.</param>
/// <param name="At">When.</param>
/// <param name="Cause">Why, with the last lines of its log.</param>
public sealed record InstanceEnd(int Run, DateTimeOffset At, InstanceCause Cause);
