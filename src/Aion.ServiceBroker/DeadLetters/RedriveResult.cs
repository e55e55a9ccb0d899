namespace Aion.ServiceBroker.DeadLetters;

/// <summary>What a redrive did.</summary>
/// <param name="Redriven">How many are back in their queues.</param>
/// <param name="Problems">For each that is not: its id and why.</param>
public sealed record RedriveResult(int Redriven, IReadOnlyList<string> Problems);
