using System.Text.Json;
using Aion.Contracts.Events;
using Aion.ServiceBroker.Platforms.Processes;

namespace Aion.ServiceBroker.Tests.EndToEnd;

/// <summary>Queues at the sidecars of the services themselves, over the embedded sidecar.</summary>
public sealed class RetiredSubscriberTests : IAsyncLifetime
{
    private const string Project = """
        deviceName: here
        microservices:
          a: {command: [sleep, "1000"], nextService: {default: [{name: b, pattern: "n"}]}, scale: 2}
          b: {command: [sleep, "1000"], scale: 2, acknowledge: subscriber, dapr: {appPort: 12999}}
        """;

    private const string Without = """{deviceName: here, microservices: {a: {command: [sleep, "1000"]}}}""";

    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    private readonly TempFolder _home = new();
    private RealSidecar _sidecar = null!;
    private int _port;

    public async Task InitializeAsync()
    {
        _port = FreePort.Next();
        _sidecar = await RealSidecar.StartAsync(_home.Path, _port);
    }

    public async Task DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task Apply_SubscriberRemoved_SetsAsideWhatItHadNotTaken()
    {
        var sent = Enumerable.Range(0, 20).Select(_ => Kanbans.Of("a", 2)).ToArray();
        await using var broker = await StartBrokerAsync();
        await broker.ApplyAsync(Project);
        await _sidecar.PublishAsync(sent);
        await Eventually.HoldsAsync(async () => (await broker.GetAsync("/api/v1/status")).GetProperty("routed").GetInt64() == 20);

        await broker.ApplyAsync(Project.Replace("scale: 2", "scale: 1", StringComparison.Ordinal));

        await HasDeadAsync(broker, 20);
        var items = (await broker.GetAsync("/api/v1/dead")).GetProperty("items").EnumerateArray().ToArray();
        Assert.All(items, item => Assert.Equal(
            (DeadReasons.NoSuchNumber, "kanban.before.b.002"), (item.GetProperty("reason").GetString(), item.GetProperty("sourceQueue").GetString())));
        Assert.Equal(
            sent.Select(k => KanbanId.Derive(k.Id, "b", 2)).Order(), items.Select(item => item.GetProperty("kanbanId").GetString()!).Order());
    }

    [Fact]
    public async Task Apply_SubscriberRemovedWhileTheBrokerWasDown_SetsAsideAtItsStart()
    {
        await using (var broker = await StartBrokerAsync(delay: "01:00:00"))
        {
            await broker.ApplyAsync(Project);
            await _sidecar.PublishAsync([Kanbans.Of("a", 1)]);
            await Eventually.HoldsAsync(async () => (await broker.GetAsync("/api/v1/status")).GetProperty("routed").GetInt64() == 1);
            await broker.ApplyAsync(Without);
        }

        await using var next = await StartBrokerAsync();
        await HasDeadAsync(next, 1);
        var item = (await next.GetAsync("/api/v1/dead")).GetProperty("items")[0];
        Assert.Equal(DeadReasons.NoSuchService, item.GetProperty("reason").GetString());

        // A redrive waits for the service to be back.
        Assert.Equal(0, await RedriveAsync(next));
        await next.ApplyAsync(Project);
        Assert.Equal(1, await RedriveAsync(next));
    }

    [Fact]
    public async Task Apply_OneOfTwoIsBackInTime_SetsOnlyTheOthersAside()
    {
        const string Both = """
            deviceName: here
            microservices:
              a: {command: [sleep, "1000"], nextService: {default: [{name: b}, {name: c}]}}
              b: {command: [sleep, "1000"], acknowledge: subscriber, dapr: {appPort: 12999}}
              c: {command: [sleep, "1000"], acknowledge: subscriber, dapr: {appPort: 12998}}
            """;
        var time = new HeldTime(TimeSpan.FromHours(1) + (2 * Grace));
        await using var broker = await StartBrokerAsync(delay: "01:00:00", time);
        await broker.ApplyAsync(Both);
        await _sidecar.PublishAsync([Kanbans.Of("a", 1)]);
        await Eventually.HoldsAsync(async () => (await broker.GetAsync("/api/v1/status")).GetProperty("routed").GetInt64() == 1);

        await broker.ApplyAsync(Without);
        await Eventually.HoldsAsync(() => time.Held == 2, "both are about to be set aside");
        await broker.ApplyAsync("""{deviceName: here, microservices: {b: {command: [sleep, "1000"], acknowledge: subscriber, dapr: {appPort: 12999}}}}""");

        await Eventually.HoldsAsync(() => time.Held == 1, "one is left alone");
        time.Release();

        await HasDeadAsync(broker, 1);
        Assert.Equal("kanban.before.c.001", (await broker.GetAsync("/api/v1/dead")).GetProperty("items")[0].GetProperty("sourceQueue").GetString());
    }

    private Task<BrokerFixture> StartBrokerAsync(string delay = "00:00:00.050", TimeProvider? time = null) => BrokerFixture.StartAsync(
        _sidecar.Broker.HttpEndpoint.ToString(), _sidecar.Broker.GrpcEndpoint.ToString(), _home, _port,
        new()
        {
            ["Aion:ServiceBroker:WithdrawnDelay"] = delay,
            ["Aion:ServiceBroker:WithdrawnQuiet"] = "00:01:00",
            ["Aion:ServiceBroker:StopGrace"] = Grace.ToString(),
            ["Aion:ServiceBroker:TerminateGrace"] = Grace.ToString(),
        },
        services => services.AddSingleton<ISidecarLauncher>(_sidecar).AddSingleton(time ?? TimeProvider.System));

    private static Task HasDeadAsync(BrokerFixture broker, int count) => Eventually.HoldsAsync(
        async () => (await broker.GetAsync("/api/v1/dead")).GetProperty("count").GetInt32() == count, $"{count} dead letters");

    private static async Task<int> RedriveAsync(BrokerFixture broker)
    {
        using var answer = await broker.Http.PostAsync("/api/v1/dead/redrive", null);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("redriven").GetInt32();
    }
}
