namespace Aion.ServiceBroker.Outbox;

/// <summary>A kanban that waits for another device.</summary>
/// <param name="Id">The id of the copy for that device.</param>
/// <param name="Device">The device.</param>
/// <param name="Service">The next service there.</param>
/// <param name="Number">Its process number.</param>
/// <param name="StoredAt">Since when it waits.</param>
/// <param name="Event">The event as it will be handed on: CloudEvents JSON.</param>
public sealed record OutboxItem(
    string Id, string Device, string Service, int Number, DateTimeOffset StoredAt, System.Text.Json.JsonElement Event);
