using System.Globalization;

namespace Aion.ServiceBroker.Tests.Lifecycle.Fleet;

/// <summary>What one fleet took until every instance had started, crashed and started again.</summary>
/// <param name="Instances">How many there were.</param>
/// <param name="Signals">Signals that their workflows were handed.</param>
/// <param name="Workflows">What the store holds of them.</param>
/// <param name="LiveBytes">By how much the live objects of the process grew.</param>
/// <param name="AllocatedBytes">Everything that was allocated meanwhile.</param>
/// <param name="Cpu">Processor time of the process.</param>
internal sealed record FleetFigures(int Instances, int Signals, StoredWorkflows Workflows, long LiveBytes, long AllocatedBytes, TimeSpan Cpu)
{
    public double LiveBytesEach => Each(LiveBytes);

    public double AllocatedBytesEach => Each(AllocatedBytes);

    public double CpuMillisecondsEach => Cpu.TotalMilliseconds / Instances;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        {Instances} instances, for each: {Each(Signals):0.00} signals, {Each(Workflows.Turns):0.00} turns, {Each(Workflows.EventBytes):0} bytes of history,
        {LiveBytesEach / 1024:0.0} KiB live, {AllocatedBytesEach / 1024:0} KiB allocated, {CpuMillisecondsEach:0.0} ms of processor time
        """);

    private double Each(long figure) => (double)figure / Instances;
}
