namespace Aion.Sidecar.Subscriptions.Crashes;

/// <summary>A crash that counts against events.</summary>
/// <param name="Run">Which start of the app ended so.</param>
/// <param name="Cause">How, in one line for people.</param>
/// <param name="Positions">What the app had then and did not answer since.</param>
internal sealed record CountedCrash(long Run, string Cause, HashSet<string> Positions);
