using Aion.Contracts.Kanbanpb;
using Aion.StatusKanban.Tests.FakeDapr;
using Grpc.Core;

namespace Aion.StatusKanban.Tests.StaticTopics;

public sealed class StaticTopicTests : IAsyncLifetime
{
    private static readonly Topic Topic = new() { Name = "recipes || a/b" };
    private FakeSidecar _sidecar = null!;
    private App _app = null!;

    public async Task InitializeAsync()
    {
        _sidecar = await FakeSidecar.StartedAsync();
        _app = await StartAppAsync();
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _sidecar.DisposeAsync();
    }

    [Fact]
    public async Task ReceiveStaticKanban_PresentAndFuture_ArriveOnceInOrderWithTheirIds()
    {
        await AppendAsync(_app, 0, 120);
        using var call = _app.Kanban.ReceiveStaticKanban(Topic);
        var read = await ReadAsync(call, 120);
        await AppendAsync(_app, 120, 5);
        read.AddRange(await ReadAsync(call, 5));

        Assert.Equal(KanbanEvents.Texts(0, 125), read.Select(kanban => kanban.StatusKanban.StartAt));
        Assert.Equal(125, read.Select(kanban => kanban.Id).Distinct().Count());
    }

    [Fact]
    public async Task DeleteStaticKanban_OneId_RemovesThatOneForLaterReaders()
    {
        await AppendAsync(_app, 0, 3);
        using (var call = _app.Kanban.ReceiveStaticKanban(Topic))
        {
            var read = await ReadAsync(call, 3);
            var request = new DeleteStaticRequest { Topic = Topic, Id = read[1].Id };
            Assert.Equal(ResponseStatus.Success, (await _app.Kanban.DeleteStaticKanbanAsync(request)).Status);
            Assert.Equal(ResponseStatus.Success, (await _app.Kanban.DeleteStaticKanbanAsync(request)).Status);
        }

        using var later = _app.Kanban.ReceiveStaticKanban(Topic);
        Assert.Equal(["0", "2"], (await ReadAsync(later, 2)).Select(kanban => kanban.StatusKanban.StartAt));
    }

    [Fact]
    public async Task SendStaticKanban_TwoReplicasAtOnce_LosesNothingAndBothSeeAll()
    {
        await using var replica = await StartAppAsync();
        using var first = _app.Kanban.ReceiveStaticKanban(Topic);
        using var second = replica.Kanban.ReceiveStaticKanban(Topic);

        await Task.WhenAll(AppendAsync(_app, 0, 20), AppendAsync(replica, 100, 20));

        var expected = KanbanEvents.Texts(0, 20).Concat(KanbanEvents.Texts(100, 20));
        var seen = (await ReadAsync(first, 40)).Select(kanban => kanban.StatusKanban.StartAt).ToList();
        Assert.Equal(expected, seen.OrderBy(int.Parse));
        Assert.Equal(seen, (await ReadAsync(second, 40)).Select(kanban => kanban.StatusKanban.StartAt));
    }

    [Fact]
    public async Task SendStaticKanban_RestartOfStatusKanban_KeepsThem()
    {
        await AppendAsync(_app, 0, 2);
        await _app.StopAsync();
        await using var next = await StartAppAsync();
        using var call = next.Kanban.ReceiveStaticKanban(Topic);

        Assert.Equal(["0", "1"], (await ReadAsync(call, 2)).Select(kanban => kanban.StatusKanban.StartAt));
    }

    [Fact]
    public async Task SendStaticKanban_WhatCannotBeAccepted_FailsWithASentence()
    {
        var message = new KanbanMessage();

        Assert.Contains("no topic", (await SendAsync(new StaticRequest { Message = message })).Error, StringComparison.Ordinal);
        Assert.Contains("no topic", (await SendAsync(new StaticRequest { Message = message, Topic = new() })).Error, StringComparison.Ordinal);
        Assert.Contains("no message", (await SendAsync(new StaticRequest { Topic = Topic })).Error, StringComparison.Ordinal);
        Assert.Contains("no topic", (await _app.Kanban.DeleteStaticKanbanAsync(new DeleteStaticRequest())).Error, StringComparison.Ordinal);
        Assert.Contains("no id", (await _app.Kanban.DeleteStaticKanbanAsync(new DeleteStaticRequest { Topic = Topic })).Error, StringComparison.Ordinal);
        using var call = _app.Kanban.ReceiveStaticKanban(new Topic());
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().Within30s());
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
    }

    [Fact]
    public async Task SendStaticKanban_SameIdAgain_HasNoSecondEffect()
    {
        var id = new Metadata { { "aion-kanban-id", "recipe-7" } };
        await SendAsync(new StaticRequest { Topic = Topic, Message = new KanbanMessage { StartAt = "a" } }, id);
        await SendAsync(new StaticRequest { Topic = Topic, Message = new KanbanMessage { StartAt = "b" } }, id);
        await AppendAsync(_app, 1, 1);
        using var call = _app.Kanban.ReceiveStaticKanban(Topic);

        Assert.Equal(["a", "1"], (await ReadAsync(call, 2)).Select(kanban => kanban.StatusKanban.StartAt));
    }

    [Fact]
    public async Task SendStaticKanban_FullTopic_FailsUntilOneIsDeleted()
    {
        await AppendAsync(_app, 0, 150);

        var refused = await SendAsync(new StaticRequest { Topic = Topic, Message = new KanbanMessage() });

        Assert.Equal(ResponseStatus.Failed, refused.Status);
        Assert.Contains("150", refused.Error, StringComparison.Ordinal);
    }

    private Task<App> StartAppAsync() => App.StartAsync(_sidecar.Settings, ("StaticTopicPoll", "00:00:00.050"), ("StaticTopicLimit", "150"));

    private async Task<Response> SendAsync(StaticRequest request, Metadata? metadata = null) =>
        await _app.Kanban.SendStaticKanbanAsync(request, metadata);

    private static async Task AppendAsync(App app, int first, int count)
    {
        foreach (var text in KanbanEvents.Texts(first, count))
        {
            var response = await app.Kanban.SendStaticKanbanAsync(new StaticRequest { Topic = Topic, Message = new KanbanMessage { StartAt = text } });
            Assert.Equal(ResponseStatus.Success, response.Status);
        }
    }

    private static async Task<List<StaticKanban>> ReadAsync(AsyncServerStreamingCall<StaticKanban> call, int count)
    {
        var read = new List<StaticKanban>();
        while (read.Count < count && await call.ResponseStream.MoveNext().Within30s($"static kanban {read.Count + 1} of {count}"))
        {
            read.Add(call.ResponseStream.Current);
        }

        return read;
    }
}
