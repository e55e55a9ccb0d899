using Aion.Contracts.V1;
using Aion.FunctionalTests.Kanbans;
using Aion.Testing;
using Grpc.Net.Client;

namespace Aion.FunctionalTests.Hosting;

/// <summary>
/// One running product for all tests that do not end it. Each test uses the pair of services that is named after it. When
/// the last test is done, the host must still run and stop cleanly.
/// </summary>
public sealed class SharedProduct : IAsyncLifetime
{
    private static readonly string[] s_pairs =
        ["burst", "broken", "finished", "reconnect", "twins", "retry", "malformed", "slow", "fast", "dead", "flapping", "events", "frames"];

    private RunningProduct _product = null!;

    public AionHost Host => _product.Host;

    public async Task InitializeAsync() => _product = await RunningProduct.StartAsync("embedded", s_pairs);

    public async Task DisposeAsync()
    {
        try
        {
            Assert.False(Host.HasExited, Host.Output);
            Assert.Equal(0, await Host.StopAsync());
        }
        finally
        {
            await _product.DisposeAsync();
        }
    }

    /// <summary>Waits until status-kanban counts so many clients of a service's queue.</summary>
    internal async Task ConsumersAreAsync(string service, int count)
    {
        using var channel = GrpcChannel.ForAddress(Host.Kanban);
        var queues = new KanbanQueue.KanbanQueueClient(channel);
        await Eventually.HoldsAsync(
            async () => (await queues.ListAsync(new ListRequest { Service = service })).Queues.Sum(queue => queue.Consumers) == count,
            $"{service} has {count} clients");
    }

    /// <summary>Waits until status-kanban knows that a service has done with all of its kanbans.</summary>
    internal async Task HasNoneLeftAsync(string service)
    {
        using var channel = GrpcChannel.ForAddress(Host.Kanban);
        var queues = new KanbanQueue.KanbanQueueClient(channel);
        await Eventually.HoldsAsync(
            async () => (await queues.ListAsync(new ListRequest { Service = service })).Queues.Sum(queue => queue.Held) == 0,
            $"{service} has acknowledged all");
    }

    /// <summary>Shows that a kanban still goes from the pair's source to its sink.</summary>
    internal async Task StillPassesKanbansAsync(string pair)
    {
        await using var consumer = QueueConsumer.Start(() => Host.Kanban, $"{pair}-sink");
        using var caller = new KanbanCaller(Host.Kanban);
        await caller.AcceptedAsync($"{pair}-source", KanbanCaller.Numbered(4711));
        await Eventually.HoldsAsync(() => consumer.Effects.Contains(4711), $"{pair} still passes kanbans");
    }
}
