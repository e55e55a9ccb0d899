using Aion.FunctionalTests.Hosting;
using Aion.FunctionalTests.Kanbans;

namespace Aion.FunctionalTests.Peers;

/// <summary>In AION the hop stays dead after a restart of Redis, although SendKanban says SUCCESS.</summary>
public sealed class RedisRestartTests
{
    [Fact]
    public async Task Redis_KilledAndStartedAgain_LosesNothingAndTheHopGoesOn()
    {
        await using var product = await RunningProduct.StartAsync("redis", "hop");
        await using var consumer = QueueConsumer.Start(() => product.Host.Kanban, "hop-sink");
        var run = new NumberedRun(() => product.Host.Kanban, "hop-source");
        var sending = run.SendAsync(600);
        await run.ReachesAsync(200);

        await product.Redis!.KillAsync();
        await SendKanbanSaysThatItFailedAsync(product);
        await product.Redis.StartProcessAsync();

        await sending.WaitAsync(NumberedRun.Patience);
        await consumer.ReachesAsync(600);
        Assert.Equal(Enumerable.Range(0, 600), consumer.Effects);
    }

    private static async Task SendKanbanSaysThatItFailedAsync(RunningProduct product)
    {
        using var caller = new KanbanCaller(product.Host.Kanban);
        var response = await caller.SendAsync("hop-source", KanbanCaller.Numbered(-1));
        Assert.Equal(Contracts.Kanbanpb.ResponseStatus.Failed, response.Status);
        Assert.NotEmpty(response.Error);
    }
}
