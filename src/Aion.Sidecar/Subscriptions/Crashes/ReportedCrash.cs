namespace Aion.Sidecar.Subscriptions.Crashes;

/// <summary>What was concluded from the crash that was reported last.</summary>
/// <param name="Run">Which start of the app ended so.</param>
/// <param name="SetAside">Ids of the events that the app does not get any more because of it.</param>
internal sealed record ReportedCrash(long Run, IReadOnlyList<string> SetAside);
