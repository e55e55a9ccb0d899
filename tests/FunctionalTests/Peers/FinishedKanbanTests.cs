using Aion.FunctionalTests.Hosting;
using Aion.FunctionalTests.Kanbans;

namespace Aion.FunctionalTests.Peers;

/// <summary>AION delivers the last kanban read again at every reconnect, finished or not.</summary>
[Collection(SharedProductCollection.Name)]
public sealed class FinishedKanbanTests(SharedProduct product)
{
    [Fact]
    public async Task Client_ThatConnectsAgain_GetsOnlyWhatItHasNotHad()
    {
        using var caller = new KanbanCaller(product.Host.Kanban);
        for (var number = 0; number < 5; number++)
        {
            await using (var client = KanbanListener.Start(product.Host.Kanban, "finished-sink"))
            {
                await caller.AcceptedAsync("finished-source", KanbanCaller.Numbered(number));
                await client.ReachesAsync(1);
                Assert.Equal([number], client.Numbers);
            }

            // Until its end was noticed, the next kanban may be handed to the one that is gone.
            await product.ConsumersAreAsync("finished-sink", 0);
        }
    }
}
