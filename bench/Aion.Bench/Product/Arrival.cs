namespace Aion.Bench.Product;

/// <summary>A kanban that reached the sink.</summary>
internal readonly record struct Arrival(int Caller, int Number, long Timestamp);
