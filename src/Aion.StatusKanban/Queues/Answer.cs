namespace Aion.StatusKanban.Queues;

/// <summary>An acknowledgement that the sidecar is owed.</summary>
/// <param name="Connection">The subscription that delivered the event.</param>
/// <param name="EventId">The event.</param>
internal readonly record struct Answer(QueueConnection Connection, string EventId);
