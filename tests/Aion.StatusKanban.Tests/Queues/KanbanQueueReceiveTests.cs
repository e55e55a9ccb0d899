using Aion.Contracts.Events;
using Aion.Contracts.State;
using Aion.Contracts.V1;
using Aion.StatusKanban.Tests.FakeDapr;
using Grpc.Core;

namespace Aion.StatusKanban.Tests.Queues;

public sealed class KanbanQueueReceiveTests : IAsyncLifetime
{
    private FakeSidecar _sidecar = null!;
    private App _app = null!;

    private FakeTopic Topic => _sidecar.Dapr.Topic("kanban.before.judge.001");

    private FakeTopic Dead => _sidecar.Dapr.Topic(Topics.Dead);

    public async Task InitializeAsync()
    {
        _sidecar = await FakeSidecar.StartedAsync();
        App.Apply(_sidecar, 1, ("judge", 1, AcknowledgeModes.Delivery));
        _app = await App.StartAsync(_sidecar.Settings, ("MaxAttempts", "3"), ("RetryDelay", "00:00:00.010"));
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _sidecar.DisposeAsync();
    }

    [Fact]
    public async Task Receive_UnansweredKanbans_AreAtMostThePrefetch()
    {
        Topic.Append(KanbanEvents.Range(0, 10));
        using var client = await OpenAsync(prefetch: 3);
        var read = await client.ReadAsync(3);
        await Eventually.HoldsAsync(async () => (await _app.QueueAsync("judge", 1))!.Held == 10);

        var queue = (await _app.QueueAsync("judge", 1))!;
        await client.AnswerAsync(read[0]);
        var next = await client.ReadAsync(1);

        Assert.Equal(3, queue.Kanbans.Count(kanban => kanban.State == "delivered"));
        Assert.Equal("3", next[0].Kanban.StartAt);
        await Eventually.HoldsAsync(() => Topic.Unacknowledged == 9);
    }

    [Fact]
    public async Task Receive_ClientDies_ItsKanbansGoToTheNextInOrder()
    {
        Topic.Append(KanbanEvents.Range(0, 6));
        using (var first = await OpenAsync(prefetch: 4))
        {
            var read = await first.ReadAsync(4);
            await first.AnswerAsync(read[1]);
            await Eventually.HoldsAsync(() => Topic.Unacknowledged == 5);
        }

        await Eventually.HoldsAsync(async () => await _app.QueueAsync("judge", 1) is { Consumers: 0 });
        using var second = await OpenAsync(prefetch: 10);
        var rest = await second.ReadAsync(5);

        Assert.Equal(["0", "2", "3", "4", "5"], rest.Select(delivery => delivery.Kanban.StartAt));
        Assert.Equal([2, 1, 1, 1, 1], rest.Select(delivery => delivery.Attempt));
    }

    [Fact]
    public async Task Receive_Retry_ComesAgainBeforeLaterKanbans()
    {
        Topic.Append(KanbanEvents.Range(0, 3));
        using var client = await OpenAsync(prefetch: 1);
        await client.AnswerAsync((await client.ReadAsync(1))[0], Acknowledgement.Types.Result.Retry);

        List<string> order = [];
        for (var n = 0; n < 3; n++)
        {
            var delivery = (await client.ReadAsync(1))[0];
            order.Add($"{delivery.Kanban.StartAt}/{delivery.Attempt}");
            await client.AnswerAsync(delivery);
        }

        Assert.Equal(["0/2", "1/1", "2/1"], order);
    }

    [Fact]
    public async Task Receive_Reject_SetsItAsideWithTheReason()
    {
        Topic.Append(KanbanEvents.Range(0, 2));
        using var client = await OpenAsync(prefetch: 1);

        var rejected = (await client.ReadAsync(1))[0];
        await client.AnswerAsync(rejected, Acknowledgement.Types.Result.Reject, "the picture is empty");

        Assert.Equal("1", (await client.ReadAsync(1))[0].Kanban.StartAt);
        await Eventually.HoldsAsync(() => Dead.Events.Count == 1 && Topic.Unacknowledged == 1);
        var dead = Dead.Events[0];
        Assert.Equal((rejected.KanbanId, "rejected", "the picture is empty"), (dead.Id, dead.Reason, dead.ReasonText));
        Assert.Equal(("kanban.before.judge.001", "judge", 1), (dead.SourceQueue, dead.Service, dead.ProcessNumber));
        Assert.Equal("0", StatusKanbanJson.Parse(dead.Data.Span).StartAt);
    }

    [Fact]
    public async Task Receive_RetriedTooOften_IsPoison()
    {
        Topic.Append(KanbanEvents.Range(0, 2));
        using var client = await OpenAsync(prefetch: 1);
        for (var n = 0; n < 3; n++)
        {
            await client.AnswerAsync((await client.ReadAsync(1))[0], Acknowledgement.Types.Result.Retry);
        }

        Assert.Equal("1", (await client.ReadAsync(1))[0].Kanban.StartAt);
        await Eventually.HoldsAsync(() => Dead.Events.Count == 1);
        Assert.Equal((DeadReasons.Poison, 3), (Dead.Events[0].Reason, Dead.Events[0].Attempt));
    }

    [Fact]
    public async Task Receive_EventThatIsNoKanban_IsSetAsideAndBlocksNothing()
    {
        Topic.Append([KanbanEvents.Create("0"), KanbanEvents.Create("x") with { Data = "{\"startAt\":7}"u8.ToArray() }, KanbanEvents.Create("1")]);
        using var client = await OpenAsync(prefetch: 5);

        Assert.Equal(["0", "1"], (await client.ReadAsync(2)).Select(delivery => delivery.Kanban.StartAt));
        await Eventually.HoldsAsync(() => Dead.Events.Count == 1 && Topic.Unacknowledged == 2);
        Assert.Equal(DeadReasons.Invalid, Dead.Events[0].Reason);
        Assert.Contains("startAt", Dead.Events[0].ReasonText, StringComparison.Ordinal);
        Assert.Equal("{\"startAt\":7}", System.Text.Encoding.UTF8.GetString(Dead.Events[0].Data.Span));
    }

    [Theory]
    [InlineData(true, "What arrived is no CloudEvent: 13 bytes that begin with 'not even JSON'.")]
    [InlineData(false, "not valid JSON")]
    public async Task Receive_BytesThatAreNoJson_AreSetAsideAndBlockNothing(bool isForeign, string reason)
    {
        var bytes = KanbanEvents.Create("x") with { Data = "not even JSON"u8.ToArray() };
        var foreign = bytes with { Source = "Dapr", Type = "com.dapr.event.sent", IsForeign = true };
        Topic.Append([KanbanEvents.Create("0"), isForeign ? foreign : bytes, KanbanEvents.Create("1")]);
        using var client = await OpenAsync(prefetch: 5);

        Assert.Equal(["0", "1"], (await client.ReadAsync(2)).Select(delivery => delivery.Kanban.StartAt));
        await Eventually.HoldsAsync(() => Dead.Events.Count == 1 && Topic.Unacknowledged == 2);
        Assert.Equal((DeadReasons.Invalid, "kanban.before.judge.001"), (Dead.Events[0].Reason, Dead.Events[0].SourceQueue));
        Assert.Contains(reason, Dead.Events[0].ReasonText, StringComparison.Ordinal);
        Assert.Equal("not even JSON", System.Text.Encoding.UTF8.GetString(Dead.Events[0].Data.Span));
    }

    [Fact]
    public async Task Receive_RepeatedIds_AreDeliveredOnce()
    {
        var twice = KanbanEvents.Create("0");
        Topic.Append([twice, twice, KanbanEvents.Create("1"), twice]);
        using var client = await OpenAsync(prefetch: 5);

        foreach (var delivery in await client.ReadAsync(2))
        {
            await client.AnswerAsync(delivery);
        }

        Topic.Append([twice, KanbanEvents.Create("2")]);
        Assert.Equal("2", (await client.ReadAsync(1))[0].Kanban.StartAt);
        await Eventually.HoldsAsync(() => Topic.Unacknowledged == 1);
        Assert.Equal((6, 3), (Topic.Sent, (await _app.QueueAsync("judge", 1))!.RepeatedDropped));
    }

    [Fact]
    public async Task Receive_StreamBreaksWhileKanbansAreHeld_CountsWhatComesAgainAsRepeated()
    {
        Topic.Append(KanbanEvents.Range(0, 3));
        using var client = await OpenAsync(prefetch: 2);
        var held = await client.ReadAsync(2);
        await Eventually.HoldsAsync(() => Topic.Sent == 3);

        await _sidecar.StopAsync();
        await _sidecar.StartAsync();
        await Eventually.HoldsAsync(() => Topic.Sent == 6);

        // The third one waited for the client and was new again; the two that it has were not.
        await Eventually.HoldsAsync(async () => (await _app.QueueAsync("judge", 1)) is { Held: 3, RepeatedDropped: 2 });
        await client.AnswerAsync(held[0]);
        Assert.Equal("2", (await client.ReadAsync(1))[0].Kanban.StartAt);
    }

    [Fact]
    public async Task Receive_FirstRequestIsNoOpen_IsInvalidArgument()
    {
        using var call = _app.Queues.Receive();
        await call.RequestStream.WriteAsync(new ReceiveRequest { Acknowledge = new() { KanbanId = "x" } });

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().Within30s());
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
    }

    [Fact]
    public async Task Receive_ClientEndsItsRequests_GivesBackWhatItHolds()
    {
        Topic.Append(KanbanEvents.Range(0, 2));
        using var client = await OpenAsync(prefetch: 2);
        await client.ReadAsync(2);
        await client.Call.RequestStream.CompleteAsync();

        Assert.False(await client.Call.ResponseStream.MoveNext().Within30s());
        Assert.Equal(0, (await _app.QueueAsync("judge", 1))!.Consumers);
    }

    private Task<QueueClient> OpenAsync(int prefetch) => QueueClient.OpenAsync(_app.Queues, "judge", 1, prefetch);
}
