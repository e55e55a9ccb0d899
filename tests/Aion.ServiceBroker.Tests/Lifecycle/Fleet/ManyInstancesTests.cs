using System.Globalization;
using Xunit.Abstractions;

namespace Aion.ServiceBroker.Tests.Lifecycle.Fleet;

/// <summary>
/// What a thousand instances take, and that it is four times what 250 take. Shown by counts that are the same on every machine; what
/// is measured of this process has bounds that linear growth stays far below, and three tries. Times are in bench/.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class ManyInstancesTests(ITestOutputHelper output)
{
    private const int Tries = 3;

    // Measured: 13 to 14 KiB.
    private const double MostLiveKibibytesEach = 32;

    // Against a quarter of the instances, for each. Measured: 1.05 to 1.2 and 0.9 to 1.25. Quadratic growth: 4.
    private const double MostAllocationGrowth = 1.8;
    private const double MostCpuGrowth = 2.5;

    [Fact]
    public async Task Thousand_StartCrashAndRestart_InLinearTimeAndMemory()
    {
        await RunAsync(50);
        var excess = "";
        for (var i = 0; i < Tries; i++)
        {
            var (few, many) = (await RunAsync(250), await RunAsync(1000));
            Assert.InRange((double)many.Workflows.EventBytes / many.Instances, 1, 1.1 * few.Workflows.EventBytes / few.Instances);
            excess = Excess(few, many);
            if (excess.Length == 0)
            {
                return;
            }

            output.WriteLine(excess);
        }

        Assert.Fail($"{Tries} times, at last: {excess}");
    }

    private static string Excess(FleetFigures few, FleetFigures many)
    {
        var (allocated, cpu) = (many.AllocatedBytesEach / few.AllocatedBytesEach, many.CpuMillisecondsEach / few.CpuMillisecondsEach);
        (string Text, bool IsTooMuch)[] figures =
        [
            (Text($"{many.LiveBytesEach / 1024:0.0} KiB of live objects for each instance"), many.LiveBytesEach / 1024 > MostLiveKibibytesEach),
            (Text($"each of 1,000 instances allocated {allocated:0.0} times what each of 250 did"), allocated > MostAllocationGrowth),
            (Text($"each of 1,000 instances took {cpu:0.0} times the processor time that each of 250 did"), cpu > MostCpuGrowth),
        ];
        return string.Join("; ", figures.Where(f => f.IsTooMuch).Select(f => f.Text));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    // One turn takes the signal and orders the start, the next takes the answer; both again after the crash.
    private async Task<FleetFigures> RunAsync(int count)
    {
        var figures = await FleetRun.RunAsync(count);
        output.WriteLine(figures.ToString());
        var stored = figures.Workflows;
        Assert.Equal((count, 2 * count), (stored.Instances, figures.Signals));
        Assert.Equal((4, 4 * count, 4 * count), (stored.MostTurns, stored.Turns, stored.Rows));
        Assert.Equal((0, 0), (stored.Open, stored.Timers));
        return figures;
    }
}
