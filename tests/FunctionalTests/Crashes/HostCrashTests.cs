using Aion.FunctionalTests.Hosting;
using Aion.FunctionalTests.Kanbans;

namespace Aion.FunctionalTests.Crashes;

/// <summary>Guarantees 1 to 4 of the design: kill -9 of the whole host in the middle of a run.</summary>
public sealed class HostCrashTests
{
    private const int Count = 2000;

    [Theory]
    [InlineData("embedded")]
    [InlineData("redis")]
    public async Task Host_KilledInTheMiddle_EveryAcceptedKanbanArrivesOnceAndInOrder(string components)
    {
        await using var product = await RunningProduct.StartAsync(components, "hop");
        await using var consumer = QueueConsumer.Start(() => product.Host.Kanban, "hop-sink");
        var run = new NumberedRun(() => product.Host.Kanban, "hop-source");
        var sending = run.SendAsync(Count);

        foreach (var moment in (int[])[600, 1300])
        {
            await run.ReachesAsync(moment);
            await product.Host.KillAsync();
            await product.Host.StartAsync();
        }

        await sending.WaitAsync(NumberedRun.Patience);
        await consumer.ReachesAsync(Count);
        Assert.Equal(Enumerable.Range(0, Count), consumer.Effects);
    }

    [Theory]
    [InlineData("embedded")]
    [InlineData("redis")]
    public async Task Host_KilledWhileASlowClientReads_DeliversTheRestAfterTheStart(string components)
    {
        await using var product = await RunningProduct.StartAsync(components, "hop");
        await new NumberedRun(() => product.Host.Kanban, "hop-source").SendAsync(200);
        await using var slow = QueueConsumer.Start(() => product.Host.Kanban, "hop-sink", work: _ => Task.Delay(5));
        await slow.ReachesAsync(60);

        await product.Host.KillAsync();
        await product.Host.StartAsync();

        await slow.ReachesAsync(200);
        Assert.Equal(Enumerable.Range(0, 200), slow.Effects);
    }
}
