using Aion.ServiceBroker.Outbox;

namespace Aion.ServiceBroker.Api;

/// <summary>Answer of <c>GET /api/v1/outbox</c>.</summary>
/// <param name="Waiting">How many wait in all.</param>
/// <param name="Items">The oldest of each device.</param>
public sealed record OutboxAnswer(int Waiting, IReadOnlyList<OutboxItem> Items);
