using System.Text;
using System.Text.Json;
using Aion.Contracts.Events;
using Aion.Contracts.State;
using Aion.Contracts.V1;
using Aion.StatusKanban.Tests.FakeDapr;
using Grpc.Core;

namespace Aion.StatusKanban.Tests.Queues;

public sealed class LargeLetterTests : IAsyncLifetime
{
    private FakeSidecar _sidecar = null!;
    private App _app = null!;

    private FakeTopic Topic => _sidecar.Dapr.Topic("kanban.before.judge.001");

    private FakeTopic Dead => _sidecar.Dapr.Topic(Topics.Dead);

    public async Task InitializeAsync()
    {
        _sidecar = await FakeSidecar.StartedAsync();
        App.Apply(_sidecar, 1, ("judge", 1, AcknowledgeModes.Delivery));
        _app = await App.StartAsync(_sidecar.Settings);
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _sidecar.DisposeAsync();
    }

    [Fact]
    public async Task SetAside_LargeKanbanWithAMistake_IsKeptWhole()
    {
        var large = KanbanEvents.Create("") with { Data = Encoding.UTF8.GetBytes($"{{\"unknown\":\"{new string('x', 200_000)}\"}}") };
        Topic.Append([large]);

        await Eventually.HoldsAsync(() => Topic.Unacknowledged == 0);

        Assert.True(Assert.Single(Dead.Events).Data.Span.SequenceEqual(large.Data.Span));
    }

    [Theory]
    [InlineData(StatusCode.InvalidArgument)]
    [InlineData(StatusCode.ResourceExhausted)]
    public async Task SetAside_EventThatTheSidecarNeverTakes_IsKeptWholeInTheStoreAndHoldsUpNone(StatusCode refusal)
    {
        _sidecar.Dapr.BeforePublishEvent = request => request.Data.Length > 100_000
            ? throw new RpcException(new Status(refusal, "too large"))
            : Task.CompletedTask;
        var large = KanbanEvents.Create(new string('x', 1_200_000), "order|7");
        var small = KanbanEvents.Create("small");
        Topic.Append([large, small]);
        using var client = await QueueClient.OpenAsync(_app.Queues, "judge", 1, prefetch: 2);
        foreach (var delivery in await client.ReadAsync(2))
        {
            await client.AnswerAsync(delivery, Acknowledgement.Types.Result.Reject, "no");
        }

        await Eventually.HoldsAsync(() => Topic.Unacknowledged == 0);

        Assert.Equal([large.Id, small.Id], Dead.Events.Select(e => e.Id));
        Assert.Equal((3, 0), (Dead.Events[0].StoredParts, Dead.Events[1].StoredParts));
        Assert.Equal((DeadReasons.Rejected, "kanban.before.judge.001"), (Dead.Events[0].Reason, Dead.Events[0].SourceQueue));
        var bytes = Enumerable.Range(0, 3).SelectMany(part => Convert.FromBase64String(
            JsonSerializer.Deserialize<string>(_sidecar.Dapr.State(StateKeys.LetterPart(large.Id, part)))!));
        var kept = KanbanEvent.Parse(bytes.ToArray());
        Assert.Equal((large.Id, DeadReasons.Rejected), (kept.Id, kept.Reason));
        Assert.True(kept.Data.Span.SequenceEqual(large.Data.Span));
    }
}
