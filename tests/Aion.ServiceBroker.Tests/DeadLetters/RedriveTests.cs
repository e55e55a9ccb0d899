using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Aion.Contracts.Events;
using Aion.ServiceBroker.Lifecycle;
using Aion.Contracts.State;

namespace Aion.ServiceBroker.Tests.DeadLetters;

public sealed class RedriveTests : IAsyncLifetime
{
    private FakeDapr _dapr = null!;
    private BrokerFixture _broker = null!;

    public async Task InitializeAsync()
    {
        _dapr = await FakeDapr.StartAsync();
        _broker = await BrokerFixture.StartAsync(_dapr);
        await _broker.ApplyAsync("""{deviceName: here, microservices: {b: {command: [sleep, "1000"]}}}""");
    }

    public async Task DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _dapr.DisposeAsync();
    }

    [Fact]
    public async Task Dead_IsListedNewestFirstAndOnceHoweverOftenDelivered()
    {
        var (first, second) = (Dead("no-route", Topics.After), Dead("poison", "kanban.before.b.001"));
        await DeliverAsync(first, second);
        await DeliverAsync(first, second);
        var list = await _broker.GetAsync("/api/v1/dead");
        Assert.Equal(2, list.GetProperty("count").GetInt32());
        Assert.Equal([second.Id, first.Id], Texts(list, "kanbanId"));
        Assert.Equal(["poison", "no-route"], Texts(list, "reason"));
        Assert.Equal(2, (await _broker.GetAsync("/api/v1/status")).GetProperty("dead").GetInt32());
    }

    [Fact]
    public async Task Redrive_ToItsQueue_HasANewIdDerivedFromTheOld()
    {
        var dead = Dead("poison", "kanban.before.b.001") with { Attempt = 5, Data = Encoding.UTF8.GetBytes("""{"dataPath":"/x"}""") };
        await DeliverAsync(dead);
        var id = Texts(await _broker.GetAsync("/api/v1/dead"), "id").Single();
        _dapr.Fails = (_, _) => true;
        Assert.Equal(HttpStatusCode.Conflict, (await _broker.Http.PostAsync($"/api/v1/dead/{id}/redrive", null)).StatusCode);
        _dapr.Fails = (_, _) => false;
        Assert.Equal(HttpStatusCode.OK, (await _broker.Http.PostAsync($"/api/v1/dead/{id}/redrive", null)).StatusCode);

        var again = Assert.Single(_dapr.On("kanban.before.b.001"));
        Assert.Equal((1, "", "", ""), (again.Attempt, again.Reason, again.ReasonText, again.SourceQueue));
        Assert.Equal((dead.Id, "b", 1), (again.CausationId, again.Service, again.ProcessNumber));
        Assert.NotEqual(dead.Id, again.Id);
        Assert.Equal("""{"dataPath":"/x"}""", Kanbans.Text(again));
        Assert.Equal(0, (await _broker.GetAsync("/api/v1/dead")).GetProperty("count").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await _broker.Http.PostAsync($"/api/v1/dead/{id}/redrive", null)).StatusCode);
    }

    [Fact]
    public async Task Redrive_SetAsideByASubscription_GoesToTheQueueThatItsTopicNames()
    {
        var dropped = Kanbans.Of("b");
        var json = Encoding.UTF8.GetString(dropped.ToArray());
        await _broker.DeliverRawAsync([json[..^1] + ""","topic":"kanban.before.b.001"}"""], Topics.Dead);
        var list = await _broker.GetAsync("/api/v1/dead");
        Assert.Equal(["rejected"], Texts(list, "reason"));
        Assert.Equal(["kanban.before.b.001"], Texts(list, "sourceQueue"));
        Assert.Equal(1, await RedriveAllAsync(""));
        Assert.Equal(dropped.Id, Assert.Single(_dapr.On("kanban.before.b.001")).CausationId);
    }

    [Fact]
    public async Task Redrive_ToAQueueThatTheProjectLacks_IsRefusedUntilItIsBack()
    {
        await DeliverAsync(Dead("no-such-number", "kanban.before.b.002"), Dead("no-such-service", "kanban.before.gone.001"));
        Assert.Equal(0, await RedriveAllAsync(""));
        Assert.Equal(2, (await _broker.GetAsync("/api/v1/dead")).GetProperty("count").GetInt32());

        await _broker.ApplyAsync("""{deviceName: here, microservices: {b: {command: [sleep, "1000"], scale: 2}}}""");
        Assert.Equal(1, await RedriveAllAsync(""));
        Assert.Single(_dapr.On("kanban.before.b.002"));
    }

    [Fact]
    public async Task Redrive_EventThatIsInTheStateStore_ComesBackWhole()
    {
        var whole = Dead("rejected", "kanban.before.b.001") with { Data = Encoding.UTF8.GetBytes("""{"dataPath":"/large"}""") };
        var json = whole.ToArray();
        var letter = whole with { Data = "{}"u8.ToArray(), StoredParts = 2 };
        await DeliverAsync(letter);
        _dapr.Store(StateKeys.LetterPart(whole.Id, 0), $"\"{Convert.ToBase64String(json[..50])}\"");
        Assert.Equal(0, await RedriveAllAsync(""));

        _dapr.Store(StateKeys.LetterPart(whole.Id, 1), $"\"{Convert.ToBase64String(json[50..])}\"");
        Assert.Equal(1, await RedriveAllAsync(""));

        var again = Assert.Single(_dapr.On("kanban.before.b.001"));
        Assert.Equal("""{"dataPath":"/large"}""", Kanbans.Text(again));
        Assert.Equal((0, whole.Id), (again.StoredParts, again.CausationId));
        Assert.Null(_dapr.State(StateKeys.LetterPart(whole.Id, 0)));
    }

    [Fact]
    public async Task Redrive_OneThatCannotBePublished_DoesNotKeepTheOthers()
    {
        var dead = Enumerable.Range(0, 4).Select(_ => Dead("expired", Topics.After)).ToArray();
        await DeliverAsync(dead);
        var refused = 0;
        _dapr.Fails = (topic, entry) => topic == Topics.After && entry == 1 && refused++ == 0;

        Assert.Equal(3, await RedriveAllAsync(""));

        Assert.Equal([dead[1].Id], Texts(await _broker.GetAsync("/api/v1/dead"), "kanbanId"));
        Assert.Equal([dead[0].Id, dead[2].Id, dead[3].Id], _dapr.On(Topics.After).Select(e => e.Id).Distinct());
    }

    [Fact]
    public async Task Redrive_SidecarIsAway_KeepsAll()
    {
        await DeliverAsync([.. Enumerable.Range(0, 10).Select(_ => Dead("expired", Topics.After))]);
        _dapr.Fails = (_, entry) => entry == -1;
        Assert.Equal(0, await RedriveAllAsync(""));
        _dapr.Fails = (_, _) => false;
        Assert.Equal(10, await RedriveAllAsync(""));
    }

    [Fact]
    public async Task Dead_SameKanbanWithAnotherAttempt_IsOneLetter()
    {
        var dead = Dead("rejected", "kanban.before.b.001");
        await DeliverAsync(dead with { Attempt = 2 }, dead with { Attempt = 1 });
        Assert.Equal(1, (await _broker.GetAsync("/api/v1/dead")).GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Delete_OneOrByReasonAndServiceOrAll_ForgetsThem()
    {
        var other = Dead("poison", "kanban.before.b.001") with { Service = "other" };
        await DeliverAsync([Dead("expired", Topics.After), Dead("poison", "kanban.before.b.001"), other, .. Enumerable.Range(0, 300).Select(_ => Dead("no-route", Topics.After))]);
        var id = Texts(await _broker.GetAsync("/api/v1/dead?limit=1000"), "id")[^1];

        Assert.Equal(1, await DeleteAsync("/" + id));
        Assert.Equal(HttpStatusCode.NotFound, (await _broker.Http.DeleteAsync("/api/v1/dead/" + id)).StatusCode);
        Assert.Equal(1, await DeleteAsync("?reason=poison&service=other"));
        Assert.Equal(300, await DeleteAsync("?reason=no-route"));
        Assert.Equal(["poison"], Texts(await _broker.GetAsync("/api/v1/dead"), "reason"));
        Assert.Equal(1, await DeleteAsync(""));
        Assert.Equal(0, (await _broker.GetAsync("/api/v1/dead")).GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Poison_IsNotedAtItsInstanceUntilItIsRedrivenOrDeleted(bool delete)
    {
        var dead = Dead("poison", "kanban.before.b.001");
        _dapr.Poison = [dead.Id];
        await _broker.ApplyAsync("""{deviceName: here, microservices: {b: {command: ["false"], startup: yes, restart: {policy: never}}}}""");
        await _broker.ReachesAsync("b-001", InstanceState.Failed);
        await Eventually.HoldsAsync(() => _broker.Instance("b-001") is { SetAside: 1, State: InstanceState.Failed }, "it is noted");
        await DeliverAsync(dead);

        Assert.Equal(1, delete ? await DeleteAsync("") : await RedriveAllAsync(""));
        await Eventually.HoldsAsync(() => _broker.Instance("b-001") is { SetAside: 0, Note: null }, "it is noted no longer");
    }

    [Fact]
    public async Task Redrive_ThatFailsAgain_IsALetterOfItsOwn()
    {
        await DeliverAsync(Dead("no-route", Topics.After));
        var first = Texts(await _broker.GetAsync("/api/v1/dead"), "id").Single();
        Assert.Equal(1, await RedriveAllAsync(""));
        var again = Assert.Single(_dapr.On(Topics.After));
        await DeliverAsync(again with { Reason = "no-route", ReasonText = "why", SourceQueue = Topics.After });
        Assert.NotEqual(first, Texts(await _broker.GetAsync("/api/v1/dead"), "id").Single());
    }

    [Fact]
    public async Task Redrive_All_TakesEveryReasonOrOne()
    {
        var dead = Enumerable.Range(0, 600).Select(i => Dead(i % 2 == 0 ? "no-route" : "expired", Topics.After)).ToArray();
        await DeliverAsync(dead);
        Assert.Equal(300, await RedriveAllAsync("?reason=expired"));
        Assert.Equal(dead.Where(d => d.Reason == "expired").Select(d => d.Id), _dapr.On(Topics.After).Select(d => d.Id));
        Assert.Equal(300, await RedriveAllAsync(""));
        Assert.Equal(0, await RedriveAllAsync(""));
        Assert.Equal(0, (await _broker.GetAsync("/api/v1/dead")).GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Dead_StoreDown_IsRetriedAndAsksAnswer503()
    {
        _dapr.StateFails = true;
        Assert.Equal(["RETRY"], await DeliverAsync(Dead("no-route", Topics.After)));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _broker.Http.GetAsync("/api/v1/dead")).StatusCode);
        Assert.Equal(JsonValueKind.Undefined, (await _broker.GetAsync("/api/v1/status")).TryGetProperty("dead", out var dead) ? dead.ValueKind : default);
        _dapr.StateFails = false;
    }

    [Fact]
    public async Task Dead_NotOfOurs_IsListedAndCannotBeRedriven()
    {
        await _broker.DeliverRawAsync(["\"what is this\""], Topics.Dead);
        var id = Texts(await _broker.GetAsync("/api/v1/dead"), "id").Single();
        Assert.Equal(HttpStatusCode.Conflict, (await _broker.Http.PostAsync($"/api/v1/dead/{id}/redrive", null)).StatusCode);
    }

    [Fact]
    public async Task Dead_DeeplyNested_IsListedWhole()
    {
        var deep = "{\"metadata\":" + string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 201);
        Assert.Equal(["SUCCESS"], await DeliverAsync(Dead("invalid", Topics.After) with { Data = Encoding.UTF8.GetBytes(deep) }));
        using var answer = await _broker.Http.GetAsync("/api/v1/dead");
        Assert.Contains(deep, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static KanbanEvent Dead(string reason, string queue) =>
        Kanbans.Of("b") with { Reason = reason, ReasonText = "why", SourceQueue = queue };

    private static string[] Texts(JsonElement list, string property) =>
        [.. list.GetProperty("items").EnumerateArray().Select(i => i.GetProperty(property).GetString()!)];

    private Task<string[]> DeliverAsync(params KanbanEvent[] events) =>
        _broker.DeliverRawAsync(events.Select(e => Encoding.UTF8.GetString(e.ToArray())), Topics.Dead);

    private async Task<int> DeleteAsync(string path)
    {
        using var answer = await _broker.Http.DeleteAsync("/api/v1/dead" + path);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("deleted").GetInt32();
    }

    private async Task<int> RedriveAllAsync(string query)
    {
        using var answer = await _broker.Http.PostAsync("/api/v1/dead/redrive" + query, null);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("redriven").GetInt32();
    }
}
