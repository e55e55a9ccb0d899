using Aion.ServiceBroker.DeadLetters;

namespace Aion.ServiceBroker.Api;

/// <summary>Answer of <c>GET /api/v1/dead</c>.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Items">The newest ones, newest first.</param>
public sealed record DeadAnswer(int Count, IReadOnlyList<DeadLetter> Items);
