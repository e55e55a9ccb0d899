using Aion.FunctionalTests.Hosting;
using Aion.FunctionalTests.Kanbans;

namespace Aion.FunctionalTests.Peers;

/// <summary>AION drops what lies more than 50 kanbans ahead of the reader, although SendKanban said SUCCESS.</summary>
[Collection(SharedProductCollection.Name)]
public sealed class BurstTests(SharedProduct product)
{
    private const int Callers = 64;
    private const int PerCaller = 40;

    [Fact]
    public async Task Burst_FarAheadOfTheReader_ArrivesWholeAndInOrder()
    {
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(SendAsync));

        await using var consumer = QueueConsumer.Start(() => product.Host.Kanban, "burst-sink");
        await consumer.ReachesAsync(Callers * PerCaller);

        Assert.Equal(Enumerable.Range(0, Callers * PerCaller), consumer.Effects.Order());
        foreach (var ofOneCaller in consumer.Effects.GroupBy(n => n / PerCaller))
        {
            Assert.Equal(ofOneCaller.Order(), ofOneCaller);
        }
    }

    private async Task SendAsync(int caller)
    {
        using var kanbans = new KanbanCaller(product.Host.Kanban);
        for (var i = 0; i < PerCaller; i++)
        {
            await kanbans.AcceptedAsync("burst-source", KanbanCaller.Numbered((caller * PerCaller) + i));
        }
    }
}
