using System.Net;
using System.Text.Json;
using Aion.ServiceBroker.Lifecycle;

namespace Aion.ServiceBroker.Tests.Api;

public sealed class BrokerApiTests : IAsyncLifetime
{
    private const string Project = """
        deviceName: here
        microservices:
          a: {command: [sh, -c, "seq 1 5; while [ ! -e go ]; do sleep 0.01; done; echo six; sleep 1000"], startup: yes, nextService: {default: [{name: a}]}}
        """;

    private FakeDapr _dapr = null!;
    private BrokerFixture _broker = null!;

    public async Task InitializeAsync()
    {
        _dapr = await FakeDapr.StartAsync();
        _broker = await BrokerFixture.StartAsync(_dapr, settings: new() { ["APP_API_TOKEN"] = "from the sidecar" });
        await _broker.ApplyAsync(Project);
        await _broker.ReachesAsync("a-001", InstanceState.Running);
    }

    public async Task DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _dapr.DisposeAsync();
    }

    [Fact]
    public async Task Status_TellsInstancesAndNodes()
    {
        var status = await _broker.GetAsync("/api/v1/status");
        var instance = Assert.Single(status.GetProperty("instances").EnumerateArray().ToArray());
        Assert.Equal("running", instance.GetProperty("state").GetString());
        Assert.True(instance.GetProperty("pid").GetInt32() > 0);
        Assert.Equal("here", status.GetProperty("nodes")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Subscribe_NamesBothTopicsInBulk()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await _broker.Http.GetAsync("/dapr/subscribe")).StatusCode);
        BeTheSidecar();
        var subscriptions = (await _broker.GetAsync("/dapr/subscribe")).EnumerateArray().ToDictionary(s => s.GetProperty("topic").GetString()!);
        Assert.Equal(["kanban.after", "kanban.dead"], subscriptions.Keys.Order());
        Assert.All(subscriptions.Values, s =>
        {
            Assert.Equal("aion-pubsub", s.GetProperty("pubsubName").GetString());
            Assert.True(s.GetProperty("bulkSubscribe").GetProperty("enabled").GetBoolean());
        });
        Assert.Equal(256, subscriptions["kanban.after"].GetProperty("bulkSubscribe").GetProperty("maxMessagesCount").GetInt32());
    }

    [Fact]
    public async Task Watch_TellsEveryRoutedKanbanAsALine()
    {
        BeTheSidecar();
        using var answer = await _broker.Http.GetAsync("/api/v1/watch", HttpCompletionOption.ResponseHeadersRead).WaitAsync(Within.Default);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var (first, second) = (Kanbans.Of("a", data: """{"dataPath":"/x"}"""), Kanbans.Of("stranger"));
        await _broker.DeliverAsync(first, second);
        var routed = JsonDocument.Parse((await lines.ReadLineAsync().WaitAsync(Within.Default))!).RootElement;
        Assert.Equal(first.Id, routed.GetProperty("id").GetString());
        Assert.Equal("a", routed.GetProperty("to")[0].GetProperty("service").GetString());
        Assert.Equal("/x", routed.GetProperty("data").GetProperty("dataPath").GetString());
        var dead = JsonDocument.Parse((await lines.ReadLineAsync().WaitAsync(Within.Default))!).RootElement;
        Assert.Equal("no-route", dead.GetProperty("to")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Logs_GiveTheTailAndFollow()
    {
        await Eventually.HoldsAsync(async () => (await _broker.Http.GetStringAsync("/api/v1/logs/a/1?tail=2")) == "4\n5\n", "the tail is there");
        using var answer = await _broker.Http.GetAsync("/api/v1/logs/a/1?tail=1&follow=true", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Equal("5", await lines.ReadLineAsync().WaitAsync(Within.Default));
        await File.WriteAllTextAsync(Path.Combine(_broker.Home, "go"), "");
        Assert.Equal("six", await lines.ReadLineAsync().WaitAsync(Within.Default));
        Assert.Equal(HttpStatusCode.NotFound, (await _broker.Http.GetAsync("/api/v1/logs/a/2")).StatusCode);
    }

    [Theory]
    [InlineData("Host", "evil.example:11112", "GET", HttpStatusCode.Forbidden)]
    [InlineData("Host", "localhost:11112", "GET", HttpStatusCode.OK)]
    [InlineData("Origin", "http://evil.example", "POST", HttpStatusCode.Forbidden)]
    public async Task Api_WebPagesOfOthers_AreRefused(string header, string value, string method, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), method == "GET" ? "/api/v1/status" : "/api/v1/delete");
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await _broker.Http.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(InstanceState.Running, _broker.Instance("a-001").State);
    }

    [Fact]
    public async Task Stop_WithSomebodyWatching_DoesNotWaitForThem()
    {
        using var watching = await _broker.Http.GetAsync("/api/v1/watch", HttpCompletionOption.ResponseHeadersRead);
        using var following = await _broker.Http.GetAsync("/api/v1/logs/a/1?follow=true", HttpCompletionOption.ResponseHeadersRead);
        var stopped = _broker.App.StopAsync();
        // Ended in order: a server that waits for its requests breaks them off in the end.
        Assert.Equal("", await watching.Content.ReadAsStringAsync().WaitAsync(Within.Default));
        await following.Content.ReadAsStringAsync().WaitAsync(Within.Default);
        await stopped.WaitAsync(Within.Default);
    }

    [Fact]
    public async Task Delivery_ThatIsNone_Is400()
    {
        using var content = new StringContent("{\"entries\":[{\"event\":{}}]}");
        Assert.Equal(HttpStatusCode.Unauthorized, (await _broker.Http.PostAsync("/events/kanban.after", content)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _broker.Http.PostAsync("/events/kanban.dead", content)).StatusCode);
        BeTheSidecar();
        Assert.Equal(HttpStatusCode.BadRequest, (await _broker.Http.PostAsync("/events/kanban.after", content)).StatusCode);
    }

    private void BeTheSidecar() => _broker.Http.DefaultRequestHeaders.Add("dapr-api-token", "from the sidecar");
}
