using Aion.FunctionalTests.Hosting;
using Aion.FunctionalTests.Kanbans;

namespace Aion.FunctionalTests.Peers;

/// <summary>AION loses half of the queue of a slow client that is killed.</summary>
[Collection(SharedProductCollection.Name)]
public sealed class BrokenClientTests(SharedProduct product)
{
    private const int Count = 300;

    [Fact]
    public async Task SlowClient_ThatDiesInTheMiddle_LeavesTheRestToTheNextOne()
    {
        using (var caller = new KanbanCaller(product.Host.Kanban))
        {
            for (var i = 0; i < Count; i++)
            {
                await caller.AcceptedAsync("broken-source", KanbanCaller.Numbered(i));
            }
        }

        var slow = QueueConsumer.Start(() => product.Host.Kanban, "broken-sink", prefetch: 64, work: _ => Task.Delay(5));
        await slow.ReachesAsync(40);
        await slow.DisposeAsync();
        var before = slow.Effects;

        await using var next = QueueConsumer.Start(() => product.Host.Kanban, "broken-sink");
        await next.ReachesAsync(Count - before.Count);
        Assert.Equal(Enumerable.Range(0, Count), before.Concat(next.Effects).Distinct());

        // The last answer of the dead one may have been under way: that kanban, and no other, may come a second time.
        Assert.InRange(before.Intersect(next.Effects).Count(), 0, 1);
    }
}
