using Aion.FunctionalTests.Hosting;
using Aion.FunctionalTests.Kanbans;
using Aion.Testing;

namespace Aion.FunctionalTests.Consumers;

/// <summary>A slow, a dead and a flapping consumer: each hurts nobody but itself, and its kanbans are not lost.</summary>
[Collection(SharedProductCollection.Name)]
public sealed class TroubledConsumerTests(SharedProduct product)
{
    private const int Count = 200;

    [Fact]
    public async Task SlowConsumer_WithAFullQueue_HoldsUpNobodyElse()
    {
        var gate = new TaskCompletionSource();
        await using var slow = QueueConsumer.Start(() => product.Host.Kanban, "slow-sink", work: _ => gate.Task);
        await SendAsync("slow", 600);

        await using var fast = QueueConsumer.Start(() => product.Host.Kanban, "fast-sink");
        await SendAsync("fast", Count);
        await fast.ReachesAsync(Count);
        Assert.Empty(slow.Effects);

        gate.SetResult();
        await slow.ReachesAsync(600);
        Assert.Equal(Enumerable.Range(0, 600), slow.Effects);
        Assert.Equal(600, slow.Deliveries);
    }

    [Fact]
    public async Task DeadConsumer_WhoseNetworkIsSilent_IsGivenUpAndAnotherTakesOver()
    {
        await using var network = FreezableRelay.To(product.Host.Kanban);
        await using var dead = QueueConsumer.Start(() => network.Address, "dead-sink");
        await SendAsync("dead", 10);
        await dead.ReachesAsync(10);
        await product.HasNoneLeftAsync("dead-sink");

        network.Freeze();
        await SendAsync("dead", Count, from: 10);
        await using var living = QueueConsumer.Start(() => product.Host.Kanban, "dead-sink");
        await living.ReachesAsync(Count);

        // What had been handed to the dead one comes after what the living one got in the meantime.
        Assert.Equal(Enumerable.Range(10, Count), living.Effects.Order());
        Assert.Equal(Enumerable.Range(0, 10), dead.Effects);
    }

    [Fact]
    public async Task FlappingConsumer_ThatDiesAtEveryFifthKanban_GetsAllOnceAndInOrder()
    {
        // It comes back when its end was noticed: until then the two would be competing clients, who share no order.
        var arrived = 0;
        await using var flapping = QueueConsumer.Start(
            () => product.Host.Kanban,
            "flapping-sink",
            work: _ => Interlocked.Increment(ref arrived) % 5 == 0 ? throw new ConnectionBrokenException() : Task.CompletedTask,
            pause: () => product.ConsumersAreAsync("flapping-sink", 0));

        await SendAsync("flapping", Count);

        await flapping.ReachesAsync(Count);
        Assert.Equal(Enumerable.Range(0, Count), flapping.Effects);
    }

    private async Task SendAsync(string pair, int count, int from = 0)
    {
        using var caller = new KanbanCaller(product.Host.Kanban);
        for (var i = from; i < from + count; i++)
        {
            await caller.AcceptedAsync($"{pair}-source", KanbanCaller.Numbered(i));
        }
    }
}
