using Aion.Contracts.Events;
using Aion.StatusKanban.Tests;

namespace Aion.Client.Tests;

public sealed class KanbanClientTests : IAsyncLifetime
{
    private Platform _platform = null!;

    private IReadOnlyList<KanbanEvent> Outputs => _platform.Sidecar.Dapr.Topic(Topics.After).Events;

    public async Task InitializeAsync() => _platform = await Platform.StartedAsync();

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    [Fact]
    public async Task ReceiveAsync_LoopToItsEnd_AcknowledgesEachAndKeepsTheOrder()
    {
        _platform.Queue.Append(KanbanEvents.Range(0, 100));
        await using var client = _platform.NewClient();
        using var stop = new CancellationTokenSource();

        var read = new List<string>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var kanban in client.ReceiveAsync(stop.Token))
            {
                read.Add(kanban.Kanban.StartAt);
                if (read.Count == 100)
                {
                    await stop.CancelAsync();
                }
            }
        }).Within30s();

        Assert.Equal(KanbanEvents.Texts(0, 100), read);
        await Eventually.HoldsAsync(() => _platform.Queue.Unacknowledged == 0);
    }

    [Fact]
    public async Task ReceiveAsync_ExceptionInTheLoop_TheKanbanComesAgainWithTheSameOutputIds()
    {
        _platform.Queue.Append(KanbanEvents.Range(0, 2));
        await using var client = _platform.NewClient();
        await Assert.ThrowsAsync<InvalidTimeZoneException>(async () =>
        {
            await foreach (var kanban in client.ReceiveAsync())
            {
                await kanban.SendAsync(new KanbanMessage { StartAt = "first output" });
                throw new InvalidTimeZoneException();
            }
        }).Within30s();

        await foreach (var kanban in client.ReceiveAsync())
        {
            Assert.Equal(("0", 2), (kanban.Kanban.StartAt, kanban.Attempt));
            await kanban.SendAsync(new KanbanMessage { StartAt = "first output" });
            await kanban.SendAsync(new KanbanMessage { StartAt = "second output" });
            break;
        }

        Assert.Equal(["first output", "second output"], Outputs.Select(e => StatusKanbanJson.Parse(e.Data.Span).StartAt));
        Assert.All(Outputs, output => Assert.Equal(_platform.Queue.Events[0].Id, output.CausationId));
        Assert.All(Outputs, output => Assert.Equal(("judge", 1), (output.Service, output.ProcessNumber)));
    }

    [Fact]
    public async Task ReceiveAsync_AcknowledgedThenLeft_DoesNotComeAgain()
    {
        _platform.Queue.Append(KanbanEvents.Range(0, 3));
        await using var client = _platform.NewClient();
        await foreach (var kanban in client.ReceiveAsync())
        {
            await kanban.AcknowledgeAsync();
            break;
        }

        await foreach (var kanban in client.ReceiveAsync())
        {
            Assert.Equal(("1", 1), (kanban.Kanban.StartAt, kanban.Attempt));
            break;
        }
    }

    [Fact]
    public async Task ReceiveAsync_RetryAndReject_ComeAgainAndGoAside()
    {
        _platform.Queue.Append(KanbanEvents.Range(0, 3));
        await using var client = _platform.NewClient(options => options.Prefetch = 1);
        var read = new List<string>();
        await foreach (var kanban in client.ReceiveAsync())
        {
            read.Add($"{kanban.Kanban.StartAt}/{kanban.Attempt}");
            await (read.Count switch { 1 => kanban.RetryAsync(), 2 => kanban.RejectAsync("empty"), _ => Task.CompletedTask });
            if (read.Count == 4)
            {
                break;
            }
        }

        Assert.Equal(["0/1", "0/2", "1/1", "2/1"], read);
        var dead = _platform.Sidecar.Dapr.Topic(Topics.Dead);
        await Eventually.HoldsAsync(() => dead.Events.Count == 1);
        Assert.Equal("empty", dead.Events[0].ReasonText);
    }

    [Fact]
    public async Task ReceiveAsync_StatusKanbanRestarts_GoesOnWithoutLossOrRepeat()
    {
        _platform.Queue.Append(KanbanEvents.Range(0, 60));
        await using var client = _platform.NewClient();
        var read = new List<string>();
        await foreach (var kanban in client.ReceiveAsync())
        {
            read.Add(kanban.Kanban.StartAt);
            if (read.Count is 20 or 40)
            {
                await _platform.StopAsync();
                await _platform.StartAsync();
            }

            await kanban.SendAsync(new KanbanMessage { StartAt = $"output of {kanban.Kanban.StartAt}" });
            if (read.Count == 60)
            {
                break;
            }
        }

        Assert.Equal(KanbanEvents.Texts(0, 60), read);
        Assert.Equal(read.Select(text => $"output of {text}"), Outputs.Select(e => StatusKanbanJson.Parse(e.Data.Span).StartAt));
    }

    [Fact]
    public async Task ReceiveAsync_ClientBeforeTheServer_ConnectsWhenItIsThere()
    {
        await _platform.StopAsync();
        await using var client = _platform.NewClient();
        await using var kanbans = client.ReceiveAsync().GetAsyncEnumerator();
        var first = kanbans.MoveNextAsync().AsTask();
        var sent = client.SendAsync(new KanbanMessage { StartAt = "early" });

        await _platform.StartAsync();
        _platform.Queue.Append(KanbanEvents.Range(0, 1));

        Assert.True(await first.Within30s());
        await sent.Within30s();
        Assert.Single(Outputs);
    }

    [Fact]
    public async Task ReceiveAsync_InitialKanban_ComesFirstWithoutAnId()
    {
        _platform.Queue.Append(KanbanEvents.Range(0, 1));
        await using var client = _platform.NewClient(options => options.InitialKanban = true);
        var read = new List<ReceivedKanban>();
        await foreach (var kanban in client.ReceiveAsync())
        {
            read.Add(kanban);
            await kanban.SendAsync(new KanbanMessage());
            if (read.Count == 2)
            {
                break;
            }
        }

        Assert.Equal(("", "/var/lib/aion/Data/judge_1"), (read[0].Id, read[0].Kanban.DataPath));
        Assert.Equal("0", read[1].Kanban.StartAt);
        Assert.Equal(2, Outputs.Select(output => output.Id).Distinct().Count());
    }

    [Fact]
    public async Task SendAsync_TooLarge_IsRefusedAtOnce()
    {
        await using var client = _platform.NewClient();

        var refused = await Assert.ThrowsAsync<KanbanRefusedException>(
            () => client.SendAsync(new KanbanMessage { DataPath = new string('x', 6000) }).Within30s());

        Assert.Contains("limit", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_StoreIsAwayForAWhile_SucceedsLaterWithOneEffect()
    {
        var refused = 0;
        _platform.Sidecar.Dapr.Refuse = _ => ++refused < 3 ? "disk is full" : null;
        await using var client = _platform.NewClient();

        await client.SendAsync(new KanbanMessage { StartAt = "x" }).Within30s();

        Assert.Equal(3, refused);
        Assert.Single(Outputs);
    }

    [Fact]
    public async Task TerminateAsync_SendsAionsControlMessage()
    {
        await using var client = _platform.NewClient();

        await client.TerminateAsync().Within30s();

        var sent = StatusKanbanJson.Parse(Assert.Single(Outputs).Data.Span);
        Assert.Equal("service-broker", sent.ConnectionKey);
        Assert.Equal("""{ "type": "terminate", "name": "judge", "number": 1 }""", sent.Metadata.ToString());
    }

    [Fact]
    public async Task ReceiveStaticAsync_OverARestart_GivesEachOnce()
    {
        await using var client = _platform.NewClient();
        var first = await client.SendStaticAsync("recipes", new KanbanMessage { StartAt = "a" });
        await client.SendStaticAsync("recipes", new KanbanMessage { StartAt = "b" });
        var read = new List<string>();
        await foreach (var kanban in client.ReceiveStaticAsync("recipes"))
        {
            read.Add(kanban.StatusKanban.StartAt);
            if (read.Count == 2)
            {
                await _platform.StopAsync();
                await _platform.StartAsync();
                await client.SendStaticAsync("recipes", new KanbanMessage { StartAt = "c" });
                await client.DeleteStaticAsync("recipes", first);
            }

            if (read.Count == 3)
            {
                break;
            }
        }

        Assert.Equal(["a", "b", "c"], read);
    }
}
