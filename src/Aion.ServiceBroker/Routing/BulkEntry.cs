namespace Aion.ServiceBroker.Routing;

/// <summary>One event of a bulk delivery, as slices of the request body.</summary>
/// <param name="EntryId">The entry's id as a JSON value, quotes included.</param>
/// <param name="Event">The event as a JSON value.</param>
internal readonly record struct BulkEntry(ReadOnlyMemory<byte> EntryId, ReadOnlyMemory<byte> Event);
