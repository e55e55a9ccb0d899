using System.Collections.Concurrent;
using Aion.Contracts.Events;
using Aion.StatusKanban.Projects;
using Aion.StatusKanban.Tests.FakeDapr;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging.Abstractions;
using DaprApi = Dapr.Client.Autogen.Grpc.v1.Dapr;

namespace Aion.StatusKanban.Tests.Projects;

public sealed class LifecycleListenerTests
{
    [Fact]
    public async Task RunAsync_StreamLostAfterItWasOpen_TriesAgainSoon()
    {
        await using var sidecar = await FakeSidecar.StartedAsync();
        await sidecar.StopAsync();
        using var channel = GrpcChannel.ForAddress(sidecar.Settings["DAPR_GRPC_ENDPOINT"]!, new GrpcChannelOptions
        {
            InitialReconnectBackoff = TimeSpan.FromMilliseconds(1),
            MaxReconnectBackoff = TimeSpan.FromMilliseconds(5),
        });
        var time = new ImpatientTime();
        var listener = new LifecycleListener(new DaprApi.DaprClient(channel), time, NullLogger<LifecycleListener>.Instance);
        using var stop = new CancellationTokenSource();
        var running = listener.RunAsync(stop.Token);
        await Eventually.HoldsAsync(() => time.Pauses.Count >= 4);

        // The listener has read the stream's answer once it acknowledges what comes after it; that a server sent it says nothing.
        var topic = sidecar.Dapr.Topic("aion.lifecycle");
        topic.Append([new KanbanEvent { Id = "applied", Type = LifecycleEvent.ProjectApplied, Data = "{}"u8.ToArray() }]);
        await sidecar.StartAsync();
        await Eventually.HoldsAsync(() => topic.Unacknowledged == 0);
        var before = time.Pauses.Count;
        await sidecar.StopAsync();
        await Eventually.HoldsAsync(() => time.Pauses.Count > before);
        await stop.CancelAsync();
        await running.Within30s();

        Assert.Equal([50, 100, 200], time.Pauses.Take(3).Select(pause => pause.TotalMilliseconds));
        Assert.Equal(50, time.Pauses.ElementAt(before).TotalMilliseconds);
    }

    /// <summary>Writes down how long it was to wait, and does not.</summary>
    private sealed class ImpatientTime : TimeProvider
    {
        public ConcurrentQueue<TimeSpan> Pauses { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Pauses.Enqueue(dueTime);
            return System.CreateTimer(callback, state, TimeSpan.FromMilliseconds(1), period);
        }
    }
}
