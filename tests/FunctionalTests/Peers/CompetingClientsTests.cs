using Aion.FunctionalTests.Hosting;
using Aion.FunctionalTests.Kanbans;
using Aion.Testing;

namespace Aion.FunctionalTests.Peers;

/// <summary>AION delivers most kanbans to both of two clients of one queue.</summary>
[Collection(SharedProductCollection.Name)]
public sealed class CompetingClientsTests(SharedProduct product)
{
    private const int Count = 400;

    [Fact]
    public async Task TwoClients_OnOneQueue_GetEachKanbanOnce()
    {
        await using var first = KanbanListener.Start(product.Host.Kanban, "twins-sink");
        await using var second = KanbanListener.Start(product.Host.Kanban, "twins-sink");
        using var caller = new KanbanCaller(product.Host.Kanban);
        for (var i = 0; i < Count; i++)
        {
            await caller.AcceptedAsync("twins-source", KanbanCaller.Numbered(i));
        }

        await Eventually.HoldsAsync(() => first.Numbers.Count + second.Numbers.Count >= Count, $"{Count} kanbans arrive");
        Assert.Equal(Enumerable.Range(0, Count), first.Numbers.Concat(second.Numbers).Order());
        Assert.Equal(first.Numbers.Order(), first.Numbers);
        Assert.Equal(second.Numbers.Order(), second.Numbers);
    }
}
