using System.Collections.Concurrent;
using Aion.Contracts.V1;
using Aion.Testing;
using Grpc.Core;
using Grpc.Net.Client;

namespace Aion.FunctionalTests.Kanbans;

/// <summary>
/// A microservice that acknowledges every kanban when it is done with it, and connects again whatever happens. Its effect is
/// the list of numbers in the order of their first arrival: a kanban id that came before has no effect.
/// </summary>
internal sealed class QueueConsumer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, bool> _known = new();
    private readonly ConcurrentQueue<int> _effects = new();
    private readonly Func<Uri> _address;
    private readonly OpenQueue _open;
    private readonly Func<Delivery, Task> _work;
    private readonly Func<Task> _pause;
    private Task _running = Task.CompletedTask;
    private int _deliveries;

    private QueueConsumer(Func<Uri> address, OpenQueue open, Func<Delivery, Task> work, Func<Task> pause) =>
        (_address, _open, _work, _pause) = (address, open, work, pause);

    /// <summary>The numbers that arrived, each kanban id once.</summary>
    public IReadOnlyList<int> Effects => [.. _effects];

    /// <summary>How often a kanban arrived, repeated ones included.</summary>
    public int Deliveries => Volatile.Read(ref _deliveries);

    /// <summary>Starts to consume.</summary>
    /// <param name="address">Where status-kanban answers now; asked again at every connect.</param>
    /// <param name="service">Whose queue, number 1.</param>
    /// <param name="prefetch">As <see cref="OpenQueue.Prefetch"/>.</param>
    /// <param name="work">What it does with a kanban before it acknowledges; an exception closes the stream instead.</param>
    /// <param name="pause">Waits between a lost stream and the next; a moment by default.</param>
    public static QueueConsumer Start(
        Func<Uri> address, string service, int prefetch = 0, Func<Delivery, Task>? work = null, Func<Task>? pause = null)
    {
        var open = new OpenQueue { Service = service, ProcessNumber = 1, Prefetch = prefetch };
        var consumer = new QueueConsumer(address, open, work ?? (static _ => Task.CompletedTask), pause ?? (static () => Task.Delay(20)));
        consumer._running = Task.Run(consumer.RunAsync);
        return consumer;
    }

    /// <summary>Waits until so many different kanbans arrived.</summary>
    public Task ReachesAsync(int count) =>
        Eventually.HoldsAsync(() => _effects.Count >= count, $"{count} kanbans of {_open.Service} arrive");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.Within30s();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await ConsumeAsync();
            }
            catch (Exception e) when (e is RpcException or IOException or InvalidOperationException or OperationCanceledException)
            {
                await _pause();
            }
        }
    }

    private async Task ConsumeAsync()
    {
        using var channel = GrpcChannel.ForAddress(_address());
        using var call = new KanbanQueue.KanbanQueueClient(channel).Receive(cancellationToken: _stop.Token);
        await call.RequestStream.WriteAsync(new ReceiveRequest { Open = _open });
        await foreach (var delivery in call.ResponseStream.ReadAllAsync())
        {
            Interlocked.Increment(ref _deliveries);
            await _work(delivery);
            if (_known.TryAdd(delivery.KanbanId, true))
            {
                _effects.Enqueue((int)delivery.Kanban.Metadata.Fields["number"].NumberValue);
            }

            var done = new Acknowledgement { KanbanId = delivery.KanbanId };
            await call.RequestStream.WriteAsync(new ReceiveRequest { Acknowledge = done });
        }
    }
}
