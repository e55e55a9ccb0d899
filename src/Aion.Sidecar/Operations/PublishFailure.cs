namespace Aion.Sidecar.Operations;

/// <summary>An entry of a bulk publish that was not accepted, and why.</summary>
internal readonly record struct PublishFailure(string EntryId, string Error);
