namespace Aion.ServiceBroker.State;

/// <summary>One key of a transaction.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">JSON in UTF-8, or null to delete the key.</param>
/// <param name="Etag">When set, the transaction fails unless the key still has this etag.</param>
internal readonly record struct StateChange(string Key, byte[]? Value, string? Etag = null);
