using Aion.FunctionalTests.Hosting;
using Aion.FunctionalTests.Kanbans;
using Aion.Testing;

namespace Aion.FunctionalTests.Peers;

/// <summary>
/// In AION a dead client's watcher lives on and eats the next kanban; 1,000 connects and disconnects leave 1,000 Redis
/// connections and 85 MB.
/// </summary>
[Collection(SharedProductCollection.Name)]
public sealed class ReconnectTests(SharedProduct product)
{
    private const int AtATime = 50;
    private const long AllowedGrowth = 40L << 20;

    [Fact]
    public async Task ConnectAndDisconnect_OneThousandTimes_LeavesNothing()
    {
        await ConnectAndDisconnectAsync(rounds: 4);
        var growth = await GrowthAsync();

        // What is left behind is left behind every time. A collector or a pool that takes more at once does so once.
        for (var again = 0; again < 2 && (growth.Bytes > AllowedGrowth || growth.Threads > 20); again++)
        {
            growth = await GrowthAsync();
        }

        Assert.True(growth.Bytes <= AllowedGrowth && growth.Threads <= 20, $"it grew by {growth}, three times in a row");
        await LivingClientGetsTheNextKanbanAsync();
    }

    private async Task<(long Bytes, int Threads)> GrowthAsync()
    {
        var before = HostUsage.Of(product.Host.Pid);
        await ConnectAndDisconnectAsync(rounds: 1000 / AtATime);
        await Eventually.HoldsAsync(
            () => HostUsage.Of(product.Host.Pid).OpenFiles <= before.OpenFiles + 10, $"open files fall back to {before.OpenFiles}");
        var after = HostUsage.Of(product.Host.Pid);
        return (after.ResidentBytes - before.ResidentBytes, after.Threads - before.Threads);
    }

    private async Task ConnectAndDisconnectAsync(int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            var clients = Enumerable.Range(0, AtATime).Select(_ => KanbanListener.Start(product.Host.Kanban, "reconnect-sink")).ToArray();
            await product.ConsumersAreAsync("reconnect-sink", AtATime);
            foreach (var client in clients)
            {
                await client.DisposeAsync();
            }

            await product.ConsumersAreAsync("reconnect-sink", 0);
        }
    }

    private async Task LivingClientGetsTheNextKanbanAsync()
    {
        await using var living = KanbanListener.Start(product.Host.Kanban, "reconnect-sink");
        using var caller = new KanbanCaller(product.Host.Kanban);
        for (var i = 0; i < 20; i++)
        {
            await caller.AcceptedAsync("reconnect-source", KanbanCaller.Numbered(i));
        }

        await living.ReachesAsync(20);
        Assert.Equal(Enumerable.Range(0, 20), living.Numbers);
    }
}
