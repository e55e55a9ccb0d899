namespace Aion.Sidecar;

/// <summary>An event on which its app died again and again.</summary>
/// <param name="Id">The id in its envelope; of one without, a text that is the same each time.</param>
/// <param name="Envelope">As the app gets it.</param>
/// <param name="Crashes">The crashes in which the app had it, oldest first.</param>
public sealed record CrashingEvent(string Id, ReadOnlyMemory<byte> Envelope, IReadOnlyList<AppCrash> Crashes);
