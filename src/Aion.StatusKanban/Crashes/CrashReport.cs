namespace Aion.StatusKanban.Crashes;

/// <summary>What was concluded from one crash.</summary>
/// <param name="Run">The start of the instance that ended so.</param>
/// <param name="InFlight">Oldest first.</param>
internal sealed record CrashReport(long Run, IReadOnlyList<CrashedKanban> InFlight);
