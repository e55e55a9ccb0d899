namespace Aion.StatusKanban.Crashes;

/// <summary>One crash of an instance.</summary>
/// <param name="Run">Which start of the instance ended so.</param>
/// <param name="Cause">How, as a line for people.</param>
/// <param name="Kanbans">What was in flight then and is not answered yet.</param>
internal sealed record Crash(long Run, string Cause, HashSet<string> Kanbans);
