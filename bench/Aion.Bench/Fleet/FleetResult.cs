namespace Aion.Bench.Fleet;

/// <summary>What one fleet took.</summary>
/// <param name="StartSeconds">From the apply until every instance was seen running.</param>
/// <param name="StartCpuSeconds">Processor time of that.</param>
/// <param name="RestartSeconds">From the end of all of them until each was seen running again.</param>
/// <param name="RestartCpuSeconds">Processor time of that.</param>
/// <param name="ResidentMegabytes">By how much the process grew, with everything that a collection would free.</param>
/// <param name="HeapMegabytes">By how much its live objects grew.</param>
internal sealed record FleetResult(
    double StartSeconds, double StartCpuSeconds, double RestartSeconds, double RestartCpuSeconds, double ResidentMegabytes, double HeapMegabytes);
