using Aion.FunctionalTests.Hosting;
using Aion.FunctionalTests.Kanbans;

namespace Aion.FunctionalTests.Peers;

/// <summary>In AION a SendKanban that answered an error may have been stored, and the retry doubles it.</summary>
[Collection(SharedProductCollection.Name)]
public sealed class RetryTests(SharedProduct product)
{
    [Fact]
    public async Task SendKanban_RepeatedWithTheSameId_ArrivesOnce()
    {
        await using var consumer = QueueConsumer.Start(() => product.Host.Kanban, "retry-sink");
        using var caller = new KanbanCaller(product.Host.Kanban);
        for (var i = 0; i < 50; i++)
        {
            var id = Guid.CreateVersion7().ToString();
            var kanban = KanbanCaller.Numbered(i);
            await caller.AcceptedAsync("retry-source", kanban, id);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => caller.AcceptedAsync("retry-source", kanban, id)));
        }

        // What was sent after the repeats shows that they had their chance to arrive.
        await caller.AcceptedAsync("retry-source", KanbanCaller.Numbered(50));
        await consumer.ReachesAsync(51);
        Assert.Equal(Enumerable.Range(0, 51), consumer.Effects);
        Assert.Equal(51, consumer.Deliveries);
    }
}
