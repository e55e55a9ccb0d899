namespace Aion.Sidecar.Operations;

/// <summary>One event of a bulk publish.</summary>
/// <param name="EntryId">The caller's id of it, unique in the call.</param>
/// <param name="Event">The data, or the envelope itself.</param>
/// <param name="ContentType">Of the data.</param>
/// <param name="Metadata">Of this entry; adds to and overrides the request's. null: none.</param>
internal readonly record struct PublishEntry(
    string EntryId, ReadOnlyMemory<byte> Event, string ContentType, IReadOnlyDictionary<string, string>? Metadata);
