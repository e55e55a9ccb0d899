using System.Globalization;
using Aion.Contracts.Events;
using Aion.Contracts.Kanbanpb;
using Aion.Contracts.State;
using Aion.StatusKanban.Tests.FakeDapr;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Aion.StatusKanban.Tests.Acceptance;

public sealed class SendKanbanTests : IAsyncLifetime
{
    private FakeSidecar _sidecar = null!;
    private App _app = null!;

    private IReadOnlyList<KanbanEvent> Stored => _sidecar.Dapr.Topic(Topics.After).Events;

    public async Task InitializeAsync()
    {
        _sidecar = await FakeSidecar.StartedAsync();
        App.Apply(_sidecar, 1, ("judge", 2, AcknowledgeModes.Delivery));
        _app = await App.StartAsync(_sidecar.Settings, ("PublishTimeout", "00:00:25"), ("MaxKanbanBytes", "2000"), ("PublishBacklog", "8"));
        await Eventually.HoldsAsync(async () => (await _app.Queues.ListAsync(new())).Queues.Count == 2);
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _sidecar.DisposeAsync();
    }

    [Fact]
    public async Task SendKanban_EveryField_IsStoredVerbatimAsCloudEvent()
    {
        var kanban = new KanbanMessage
        {
            StartAt = "yesterday, about noon",
            FinishAt = "2026-13-45",
            NextDeviceName = "line-2",
            ConnectionKey = "faulty",
            ProcessNumber = 2,
            PriorSuccess = true,
            DataPath = "/var/lib/aion/Data/judge_2",
            FileList = { "a.png", "" },
            Metadata = new Struct { Fields = { ["n"] = Value.ForNumber(0.1), ["list"] = Value.ForList(Value.ForNull()) } },
        };

        var response = await _app.Kanban.SendKanbanAsync(
            new Request { MicroserviceName = "repo/judge:1.0", Message = kanban },
            new Metadata { { "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" }, { "aion-causation-id", "parent" } });

        Assert.Equal(ResponseStatus.Success, response.Status);
        var stored = Assert.Single(Stored);
        Assert.Equal(kanban, StatusKanbanJson.Parse(stored.Data.Span));
        Assert.Equal(("judge", 2, "faulty", "parent", "dev"), (stored.Service, stored.ProcessNumber, stored.ConnectionKey, stored.CausationId, stored.Device));
        Assert.Equal("/aion/dev/judge/002", stored.Source);
        Assert.Equal("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", stored.TraceParent);
        Assert.Equal(7, Guid.Parse(stored.Id).Version);
    }

    [Fact]
    public async Task SendKanban_NumberNotSet_IsOfNumberOne()
    {
        await _app.SendAsync("judge", 0, "x");

        Assert.Equal(1, Assert.Single(Stored).ProcessNumber);
    }

    [Fact]
    public async Task SendKanban_WhatCannotBeAccepted_FailsWithASentence()
    {
        Request[] wrong =
        [
            new(),
            new() { MicroserviceName = "judge" },
            new() { Message = new KanbanMessage() },
            new() { MicroserviceName = "judge", Message = new KanbanMessage { ProcessNumber = -1 } },
            new() { MicroserviceName = "judge", Message = new KanbanMessage { DataPath = new string('x', 3000) } },
            new() { MicroserviceName = "judge", Message = KanbanMessage.Parser.ParseFrom([0xF8, 0x01, 0x07]) },
        ];
        string[] reasons = ["no microserviceName", "no message", "no microserviceName", "negative", "limit of 2000", "does not know"];

        foreach (var (request, reason) in wrong.Zip(reasons))
        {
            var response = await _app.Kanban.SendKanbanAsync(request);
            Assert.Equal(ResponseStatus.Failed, response.Status);
            Assert.Contains(reason, response.Error, StringComparison.Ordinal);
        }

        var longId = await _app.SendAsync("judge", 1, "x", new Metadata { { "aion-kanban-id", new string('x', 129) } });
        Assert.Contains("aion-kanban-id", longId.Error, StringComparison.Ordinal);
        Assert.Empty(Stored);
        Assert.Equal(ResponseStatus.Success, (await _app.SendAsync("judge", 1, "still alive")).Status);
    }

    [Fact]
    public async Task SendKanban_ManyCallers_GoInFewRequestsAndKeepEachCallersOrder()
    {
        await Task.WhenAll(Enumerable.Range(1, 32).Select(async caller =>
        {
            for (var n = 0; n < 50; n++)
            {
                Assert.Equal(ResponseStatus.Success, (await _app.SendAsync("judge", caller, n.ToString(CultureInfo.InvariantCulture))).Status);
            }
        }));

        Assert.Equal(1600, Stored.Count);
        Assert.InRange(_sidecar.Dapr.Batches.Count, 50, 800);
        Assert.Equal(1600, Stored.Select(e => e.Id).Distinct().Count());
        foreach (var caller in Stored.GroupBy(e => e.ProcessNumber))
        {
            Assert.Equal(KanbanEvents.Texts(0, 50), caller.Select(e => StatusKanbanJson.Parse(e.Data.Span).StartAt));
        }
    }

    [Fact]
    public async Task SendKanban_SameIdAgain_SucceedsWithoutASecondEffect()
    {
        var id = new Metadata { { "aion-kanban-id", "order-4711" } };
        var release = new TaskCompletionSource();
        _sidecar.Dapr.BeforePublish = _ => release.Task;

        var calls = Enumerable.Range(0, 3).Select(_ => _app.SendAsync("judge", 1, "x", id)).ToList();
        release.SetResult();
        var responses = await Task.WhenAll(calls);
        var later = await _app.SendAsync("judge", 1, "x", id);

        Assert.All([.. responses, later], response => Assert.Equal(ResponseStatus.Success, response.Status));
        Assert.Equal("order-4711", Assert.Single(Stored).Id);
    }

    [Fact]
    public async Task SendKanban_SidecarRefusesOneOfABatch_FailsThatOneAlone()
    {
        var gate = new TaskCompletionSource();
        _sidecar.Dapr.BeforePublish = _ => gate.Task;
        _sidecar.Dapr.Refuse = entry => entry.EntryId == "bad" ? "disk is full" : null;

        var good = Enumerable.Range(0, 5).Select(n => _app.SendAsync("judge", 1, "x", new Metadata { { "aion-kanban-id", $"good{n}" } })).ToList();
        var bad = _app.SendAsync("judge", 1, "x", new Metadata { { "aion-kanban-id", "bad" } });
        gate.SetResult();

        Assert.All(await Task.WhenAll(good), response => Assert.Equal(ResponseStatus.Success, response.Status));
        Assert.Equal(ResponseStatus.Failed, (await bad).Status);
        Assert.Contains("disk is full", (await bad).Error, StringComparison.Ordinal);
        _sidecar.Dapr.Refuse = _ => null;
        Assert.Equal(ResponseStatus.Success, (await _app.SendAsync("judge", 1, "x", new Metadata { { "aion-kanban-id", "bad" } })).Status);
    }

    [Fact]
    public async Task SendKanban_SidecarStaysAway_FailsInTimeAndSucceedsLater()
    {
        await using var app = await App.StartAsync(_sidecar.Settings, ("PublishTimeout", "00:00:00.500"));
        await _sidecar.StopAsync();

        var failed = await app.SendAsync("judge", 1, "x").Within30s();
        await _sidecar.StartAsync();

        Assert.Equal(ResponseStatus.Failed, failed.Status);
        Assert.Contains("sidecar", failed.Error, StringComparison.Ordinal);
        // It may fail for as long as the way to the sidecar is not there again.
        var id = new Metadata { { "aion-kanban-id", "y" } };
        await Eventually.HoldsAsync(async () => (await app.SendAsync("judge", 1, "y", id)).Status == ResponseStatus.Success);
        Assert.Equal("y", Assert.Single(Stored.Select(e => e.Id).Distinct()));
    }

    [Fact]
    public async Task SendKanban_SidecarRestarts_SucceedsWhenItIsBack()
    {
        await _sidecar.StopAsync();
        var call = _app.SendAsync("judge", 1, "x");

        await _sidecar.StartAsync();

        Assert.Equal(ResponseStatus.Success, (await call.Within30s()).Status);
    }

    [Fact]
    public async Task SendKanban_MoreCallersThanTheBacklog_AreHeldBackAndAllSucceed()
    {
        var (entered, gate) = HoldPublishes();
        var calls = Enumerable.Range(0, 60).Select(n => _app.SendAsync("judge", 1, $"{n}")).ToList();
        await entered.Task.Within30s();
        Assert.DoesNotContain(calls, call => call.IsCompleted);

        gate.SetResult();

        Assert.All(await Task.WhenAll(calls), response => Assert.Equal(ResponseStatus.Success, response.Status));
        Assert.Equal(60, Stored.Count);
    }

    [Fact]
    public async Task SendKanban_AppIsStoppedMeanwhile_IsStoredBeforeItsAnswer()
    {
        var (entered, gate) = HoldPublishes();
        var call = _app.SendAsync("judge", 1, "x");
        await entered.Task.Within30s();
        var stop = _app.StopAsync();

        gate.SetResult();

        Assert.Equal(ResponseStatus.Success, (await call.Within30s()).Status);
        await stop.Within30s();
        Assert.Single(Stored);
    }

    // Publishes wait for the gate; the first one says that it has come there.
    private (TaskCompletionSource Entered, TaskCompletionSource Gate) HoldPublishes()
    {
        var (entered, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        _sidecar.Dapr.BeforePublish = _ =>
        {
            entered.TrySetResult();
            return gate.Task;
        };
        return (entered, gate);
    }
}
