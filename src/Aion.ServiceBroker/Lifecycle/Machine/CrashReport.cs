namespace Aion.ServiceBroker.Lifecycle.Machine;

/// <summary>A crash that status-kanban has to count against the kanbans in work.</summary>
/// <param name="Run">The run that crashed.</param>
/// <param name="Cause">How, in one line.</param>
internal sealed record CrashReport(int Run, string Cause);
