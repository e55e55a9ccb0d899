using Aion.Contracts.Kanbanpb;
using Aion.Contracts.State;
using Aion.StatusKanban.Tests.FakeDapr;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Aion.StatusKanban.Tests.Queues;

public sealed class OutputAcknowledgementTests : IAsyncLifetime
{
    private FakeSidecar _sidecar = null!;
    private App _app = null!;

    private FakeTopic Topic => _sidecar.Dapr.Topic("kanban.before.judge.001");

    public async Task InitializeAsync()
    {
        _sidecar = await FakeSidecar.StartedAsync();
        App.Apply(_sidecar, 1, ("judge", 1, AcknowledgeModes.Output));
        _app = await App.StartAsync(_sidecar.Settings);
        await Eventually.HoldsAsync(async () => await _app.QueueAsync("judge", 1) is not null);
        Topic.Append(KanbanEvents.Range(0, 3));
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _sidecar.DisposeAsync();
    }

    [Fact]
    public async Task ReceiveKanban_OutputMode_GivesTheNextOneAfterEachOutput()
    {
        using var call = _app.Receive("judge", 1);
        for (var n = 0; n < 3; n++)
        {
            Assert.Equal([$"{n}"], await call.ResponseStream.ReadAsync(1));
            Assert.Equal(3 - n, (await _app.QueueAsync("judge", 1))!.Held);
            await _app.SendAsync("judge", 1, "output");
        }

        await Eventually.HoldsAsync(() => Topic.Unacknowledged == 0);
    }

    [Fact]
    public async Task SendKanban_SameIdAgain_AcknowledgesNoSecondKanban()
    {
        var id = new Metadata { { "aion-kanban-id", "output-of-0" } };
        using (var call = _app.Receive("judge", 1))
        {
            await call.ResponseStream.ReadAsync(1);
            await _app.SendAsync("judge", 1, "output", id);
            Assert.Equal(["1"], await call.ResponseStream.ReadAsync(1));

            // Its answer was lost on the way, so the client asks again.
            await _app.SendAsync("judge", 1, "output", id);
        }

        using var next = _app.Receive("judge", 1);
        Assert.Equal(["1"], await next.ResponseStream.ReadAsync(1));
    }

    [Fact]
    public async Task ReceiveKanban_DiesBeforeItsOutput_TheNextStartGetsItAgain()
    {
        using (var first = _app.Receive("judge", 1))
        {
            await first.ResponseStream.ReadAsync(1);
        }

        using var second = _app.Receive("judge", 1);

        Assert.Equal(["0"], await second.ResponseStream.ReadAsync(1));
        Assert.Equal(3, Topic.Unacknowledged);
    }

    [Theory]
    [InlineData("service-broker", 2)]
    [InlineData("", 3)]
    public async Task SendKanban_Terminating_AcknowledgesOnlyACleanEnd(string connectionKey, int left)
    {
        using (var call = _app.Receive("judge", 1))
        {
            await call.ResponseStream.ReadAsync(1);
            await _app.Kanban.SendKanbanAsync(new Request
            {
                MicroserviceName = "judge",
                Message = new KanbanMessage
                {
                    ProcessNumber = 1,
                    ConnectionKey = connectionKey,
                    Metadata = new Struct
                    {
                        Fields = { ["type"] = Value.ForString("terminate"), ["name"] = Value.ForString("judge"), ["number"] = Value.ForNumber(1) },
                    },
                },
            });
        }

        // What a clean end acknowledged does not come again; the rest does.
        using var next = _app.Receive("judge", 1);
        Assert.Equal([$"{3 - left}"], await next.ResponseStream.ReadAsync(1));
    }
}
