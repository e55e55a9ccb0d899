namespace Aion.Bench.Measuring;

/// <summary>What one run gave.</summary>
/// <param name="PerSecond">Calls per second.</param>
/// <param name="Latency">Of one call, in microseconds.</param>
/// <param name="CpuPerCall">Microseconds of processor time a call, one figure for each process asked for.</param>
internal sealed record LoadResult(double PerSecond, Samples Latency, IReadOnlyList<double> CpuPerCall);
