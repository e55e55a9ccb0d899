namespace Aion.Bench.Product;

/// <summary>What became of a burst. Order is per sender, as each sender waits for its answer before it sends again.</summary>
internal sealed record BurstResult(double PerSecond, int Lost, int Repeated, int OutOfOrder, IReadOnlyList<double> CpuPerKanban);
