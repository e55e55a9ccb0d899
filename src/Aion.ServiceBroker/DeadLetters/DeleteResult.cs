namespace Aion.ServiceBroker.DeadLetters;

/// <summary>What a deletion did.</summary>
/// <param name="Deleted">How many dead letters are gone for good.</param>
public sealed record DeleteResult(int Deleted);
