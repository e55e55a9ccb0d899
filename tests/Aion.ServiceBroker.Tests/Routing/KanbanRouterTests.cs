using System.Text;
using Aion.Contracts.Events;

namespace Aion.ServiceBroker.Tests.Routing;

public sealed class KanbanRouterTests : IAsyncLifetime
{
    private const string Project = """
        deviceName: here
        devices:
          there: {addr: 10.0.0.2}
        microservices:
          a:
            command: [sleep, "1000"]
            scale: 2
            nextService:
              default: [{name: b}]
              both: [{name: b}, {name: c, pattern: "0"}]
              far: [{name: b, device: there}]
          b: {command: [sleep, "1000"], scale: 2}
          c: {command: [sleep, "1000"]}
        """;

    private FakeDapr _dapr = null!;
    private BrokerFixture _broker = null!;

    public async Task InitializeAsync()
    {
        _dapr = await FakeDapr.StartAsync();
        _broker = await BrokerFixture.StartAsync(_dapr);
        await _broker.ApplyAsync(Project);
    }

    public async Task DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _dapr.DisposeAsync();
    }

    [Fact]
    public async Task Route_KeepsDataByteForByteAndNamesTheReceiver()
    {
        const string Data = """{"startAt":"2026-01-01","metadata":{"x":1.50,"y":"ä\u00e4"},  "fileList":[ ]}""";
        var sent = Kanbans.Of("a", 2, data: Data) with { TraceParent = "00-aa-bb-01", Time = DateTimeOffset.UnixEpoch };
        Assert.Equal(["SUCCESS"], await _broker.DeliverAsync(sent));

        var routed = Assert.Single(_dapr.On("kanban.before.b.002"));
        Assert.Equal(Data, Kanbans.Text(routed));
        Assert.Equal(
            sent with { Id = KanbanId.Derive(sent.Id, "b", 2), CausationId = sent.Id, Service = "b", ProcessNumber = 2, Data = default },
            routed with { Data = default });
    }

    [Fact]
    public async Task Route_Batch_KeepsTheOrderOfEveryQueue()
    {
        var sent = Enumerable.Range(0, 300).Select(i => Kanbans.Of("a", 1 + (i % 2), i % 3 == 0 ? "both" : "default")).ToArray();
        Assert.All(await _broker.DeliverAsync(sent), s => Assert.Equal("SUCCESS", s));
        Assert.Equal(sent.Where(k => k.ProcessNumber == 1).Select(k => k.Id), _dapr.On("kanban.before.b.001").Select(k => k.CausationId));
        Assert.Equal(sent.Where(k => k.ProcessNumber == 2).Select(k => k.Id), _dapr.On("kanban.before.b.002").Select(k => k.CausationId));
        Assert.Equal(sent.Where(k => k.ConnectionKey == "both").Select(k => k.Id), _dapr.On("kanban.before.c.001").Select(k => k.CausationId));
    }

    [Fact]
    public async Task Route_PublishFails_RetriesFromTheFirstFailedOn()
    {
        _dapr.Fails = (topic, entry) => topic == "kanban.before.b.001" && entry == 1;
        var sent = new[] { Kanbans.Of("a"), Kanbans.Of("a", 2), Kanbans.Of("a"), Kanbans.Of("a", 2) };
        Assert.Equal(["SUCCESS", "SUCCESS", "RETRY", "RETRY"], await _broker.DeliverAsync(sent));

        _dapr.Fails = (_, _) => false;
        Assert.Equal(["SUCCESS", "SUCCESS"], await _broker.DeliverAsync(sent[2..]));
        Assert.Equal([sent[0].Id, sent[2].Id], _dapr.On("kanban.before.b.001").Select(k => k.CausationId));
        // What was published before its batch failed comes again with the same id, so that its queue drops it.
        Assert.Equal([sent[1].Id, sent[3].Id], _dapr.On("kanban.before.b.002").DistinctBy(k => k.Id).Select(k => k.CausationId));
    }

    [Fact]
    public async Task Route_SidecarGone_RetriesEverythingAndStartsNothing()
    {
        _dapr.Fails = (_, entry) => entry == -1;
        Assert.Equal(["RETRY", "RETRY"], await _broker.DeliverAsync(Kanbans.Of("a"), Kanbans.Of("a")));
        Assert.Equal(Aion.ServiceBroker.Lifecycle.InstanceState.Waiting, _broker.Instance("b-001").State);
    }

    [Fact]
    public async Task Route_RepeatedDelivery_MakesTheSameIds()
    {
        var sent = Kanbans.Of("a", key: "both");
        await _broker.DeliverAsync(sent);
        await _broker.DeliverAsync(sent);
        Assert.Equal(2, _dapr.On("kanban.before.b.001").Count);
        Assert.Single(_dapr.On("kanban.before.b.001").Select(k => k.Id).Distinct());
        Assert.NotEqual(_dapr.On("kanban.before.b.001")[0].Id, _dapr.On("kanban.before.c.001")[0].Id);
    }

    [Fact]
    public async Task Route_Undeliverable_IsSetAsideWithItsReason()
    {
        var noSender = Kanbans.Of("stranger");
        var noDevice = Kanbans.Of("a", data: """{"nextDeviceName":"nowhere"}""");
        var partly = Kanbans.Of("a", 3, "both");
        Assert.Equal(["SUCCESS", "SUCCESS", "SUCCESS"], await _broker.DeliverAsync(noSender, noDevice, partly));

        var dead = _dapr.On(Topics.Dead);
        Assert.Equal(["no-route", "remote-unknown-device", "no-such-number"], dead.Select(d => d.Reason));
        Assert.Equal([noSender.Id, noDevice.Id, partly.Id], dead.Select(d => d.Id));
        Assert.All(dead, d => Assert.Equal(Topics.After, d.SourceQueue));
        Assert.Equal(["", "", "c-001"], dead.Select(d => d.RoutedTo));
        Assert.Contains("'b' has the numbers 1 to 2, not 3", dead[2].ReasonText, StringComparison.Ordinal);
        Assert.Single(_dapr.On("kanban.before.c.001"));
    }

    [Fact]
    public async Task Route_RedrivenLetterOfAFanOut_GoesOnlyWhereNoCopyWent()
    {
        var sent = Kanbans.Of("a", 3, "both");
        await _broker.DeliverAsync(sent);
        var letter = Assert.Single(_dapr.On(Topics.Dead));

        // Nothing was repaired: it is set aside again, and the copy for c is not repeated.
        await _broker.DeliverAsync(letter with { Reason = "", ReasonText = "", SourceQueue = "" });
        Assert.Equal(("no-such-number", "c-001"), (_dapr.On(Topics.Dead)[1].Reason, _dapr.On(Topics.Dead)[1].RoutedTo));

        await _broker.ApplyAsync(Project.Replace("b: {command: [sleep, \"1000\"], scale: 2}", "b: {command: [sleep, \"1000\"], scale: 3}", StringComparison.Ordinal));
        await _broker.DeliverAsync(letter with { Reason = "", ReasonText = "", SourceQueue = "" });

        var copy = Assert.Single(_dapr.On("kanban.before.b.003"));
        Assert.Equal((sent.Id, ""), (copy.CausationId, copy.RoutedTo));
        Assert.Single(_dapr.On("kanban.before.c.001"));
    }

    [Fact]
    public async Task Route_RedrivenLetterWithoutAnyPlaceLeft_IsSetAsideAndSaysSo()
    {
        await _broker.DeliverAsync(Kanbans.Of("a", key: "both") with { RoutedTo = "b-001,c-001" });

        var dead = Assert.Single(_dapr.On(Topics.Dead));
        Assert.Equal((DeadReasons.NoRoute, "b-001,c-001"), (dead.Reason, dead.RoutedTo));
        Assert.Contains("has had it", dead.ReasonText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"not an object\"")]
    [InlineData("{\"specversion\":\"0.3\",\"id\":\"x\"}")]
    [InlineData("""{"specversion":"1.0","id":"x","service":"a","processnumber":"1","data":"{broken","connectionkey":"k"}""")]
    [InlineData("""{"specversion":"1.0","id":"x","service":"a","processnumber":"1","data":[1]}""")]
    [InlineData("""{"specversion":"1.0","id":"x","service":"a","processnumber":"1","data":{"nextDeviceName":5}}""")]
    public async Task Route_NoKanban_IsSetAsideOnceAndHarmsNothing(string broken)
    {
        var good = Encoding.UTF8.GetString(Kanbans.Of("a").ToArray());
        Assert.Equal(["SUCCESS", "SUCCESS"], await _broker.DeliverRawAsync([broken, good]));
        Assert.Equal(DeadReasons.Invalid, Assert.Single(_dapr.On(Topics.Dead)).Reason);
        Assert.Single(_dapr.On("kanban.before.b.001"));
        await _broker.DeliverRawAsync([broken]);
        Assert.Single(_dapr.On(Topics.Dead).Select(d => d.Id).Distinct());
    }

    [Theory]
    [InlineData("not even JSON", "13 bytes that begin with 'not even JSON'")]
    [InlineData("[1, 2]", "6 bytes that begin with '[1, 2]'")]
    [InlineData("", "it is empty")]
    public async Task Route_BytesThatAreNoCloudEvent_AreSetAsideSayingWhatArrived(string text, string reason)
    {
        var wrapped = $$"""
            {"data_base64":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}}","datacontenttype":"application/octet-stream","id":"0190d2c8-1111-4222-8333-444455556666",
             "pubsubname":"aion-pubsub","source":"Dapr","specversion":"1.0","topic":"kanban.after","type":"com.dapr.event.sent"}
            """;
        Assert.Equal(["SUCCESS"], await _broker.DeliverRawAsync([wrapped]));

        var dead = Assert.Single(_dapr.On(Topics.Dead));
        Assert.Equal((DeadReasons.Invalid, Topics.After, text), (dead.Reason, dead.SourceQueue, Kanbans.Text(dead)));
        Assert.Contains(reason, dead.ReasonText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Route_EnvelopeThatDaprMade_RoutesByItsSourceAndData()
    {
        const string Event = """
            {"specversion":"1.0","id":"0190d2c8-1111-4222-8333-444455556666","source":"a-002","type":"com.dapr.event.sent","topic":"kanban.after",
             "datacontenttype":"application/json","data":{"connectionKey":"both","dataPath":"/x"}}
            """;
        Assert.Equal(["SUCCESS"], await _broker.DeliverRawAsync([Event]));
        Assert.Equal("both", Assert.Single(_dapr.On("kanban.before.b.002")).ConnectionKey);
        Assert.Equal(KanbanEvent.EventType, Assert.Single(_dapr.On("kanban.before.c.001")).Type);
    }

    [Fact]
    public async Task Route_OtherDevice_WaitsInTheOutboxOnce()
    {
        var sent = Kanbans.Of("a", 2, "far", """{"dataPath":"/x"}""");
        Assert.Equal(["SUCCESS"], await _broker.DeliverAsync(sent));
        Assert.Equal(["SUCCESS"], await _broker.DeliverAsync(sent));
        var outbox = await _broker.GetAsync("/api/v1/outbox");
        Assert.Equal(1, outbox.GetProperty("waiting").GetInt32());
        var item = Assert.Single(outbox.GetProperty("items").EnumerateArray().ToArray());
        Assert.Equal("there/b/2", $"{item.GetProperty("device")}/{item.GetProperty("service")}/{item.GetProperty("number")}");
        Assert.Equal("/x", item.GetProperty("event").GetProperty("data").GetProperty("dataPath").GetString());
        Assert.Equal(1, (await _broker.GetAsync("/api/v1/status")).GetProperty("outbox").GetProperty("devices").GetProperty("there").GetInt32());

        _dapr.StateFails = true;
        Assert.Equal(["SUCCESS", "RETRY"], await _broker.DeliverAsync(Kanbans.Of("a"), Kanbans.Of("a", key: "far")));
        _dapr.StateFails = false;
    }

    [Fact]
    public async Task Route_LargeBatch_IsSplitBelowTheSidecarsLimit()
    {
        var data = "{\"dataPath\":\"" + new string('x', 900_000) + "\"}";
        var sent = Enumerable.Range(0, 9).Select(_ => Kanbans.Of("a", data: data)).ToArray();
        Assert.All(await _broker.DeliverAsync(sent), s => Assert.Equal("SUCCESS", s));
        Assert.Equal(sent.Select(k => k.Id), _dapr.On("kanban.before.b.001").Select(k => k.CausationId));
    }
}
