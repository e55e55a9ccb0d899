using System.Diagnostics;
using System.Text;
using Aion.Contracts.Events;
using Aion.ServiceBroker.Lifecycle;
using Xunit.Abstractions;

namespace Aion.ServiceBroker.Tests.EndToEnd;

/// <summary>The whole broker over the embedded sidecar: SQLite queues and state, HTTP app channel, real processes.</summary>
public sealed class BrokerOverSidecarTests(ITestOutputHelper output) : IDisposable
{
    private const string Project = """
        deviceName: here
        microservices:
          a: {command: [sleep, "1000"], scale: 2, nextService: {default: [{name: b}]}}
          b: {command: [sleep, "1000"], scale: 2}
        """;

    private readonly TempFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Hop_UnderLoad_KeepsOrderAndLosesNothing()
    {
        const int Count = 10_000;
        var port = FreePort.Next();
        await using var sidecar = await RealSidecar.StartAsync(_home.Path, port);
        await using var broker = await StartBrokerAsync(sidecar, port);
        var data = $$"""{"dataPath":"{{new string('x', 300)}}"}""";
        var sent = Enumerable.Range(0, Count).Select(i => Kanbans.Of("a", 1 + (i % 2), data: data)).ToArray();

        var watch = Stopwatch.StartNew();
        var (first, second) = (sidecar.TakeAsync("kanban.before.b.001", Count / 2), sidecar.TakeAsync("kanban.before.b.002", Count / 2));
        await sidecar.PublishAsync(sent);
        var taken = await Task.WhenAll(first, second);
        output.WriteLine($"{Count / watch.Elapsed.TotalSeconds:0} hops per second");

        for (var number = 1; number <= 2; number++)
        {
            var expected = sent.Where(k => k.ProcessNumber == number).Select(k => KanbanId.Derive(k.Id, "b", number));
            Assert.Equal(expected, taken[number - 1].Select(e => e.Id));
        }

        Assert.Equal(data, taken[0][0].Data.ToStringUtf8());
        await broker.ReachesAsync("b-001", InstanceState.Running);
        await broker.ReachesAsync("b-002", InstanceState.Running);
    }

    [Fact]
    public async Task Hop_AnswersAreLost_HasNoSecondEffectAndKeepsOrder()
    {
        const int Count = 600;
        var (port, proxyPort) = (FreePort.Next(), FreePort.Next());
        await using var sidecar = await RealSidecar.StartAsync(_home.Path, proxyPort);
        await using var broker = await StartBrokerAsync(sidecar, port);
        // After the broker: its 500 for a broker that is not there yet would mean to the sidecar that nothing is subscribed to.
        await using var proxy = await AnswerDroppingProxy.StartAsync(proxyPort, port);
        var sent = Enumerable.Range(0, Count).Select(_ => Kanbans.Of("a")).ToArray();
        var taking = sidecar.TakeAsync("kanban.before.b.001", Count);
        foreach (var part in sent.Chunk(60))
        {
            await sidecar.PublishAsync(part);
        }

        var taken = await taking;
        Assert.True(proxy.Dropped > 0);
        // The queue's ledger drops what has an id that was there: what is left must be every kanban once, in order.
        Assert.Equal(sent.Select(k => KanbanId.Derive(k.Id, "b", 1)), taken.Select(e => e.Id).Distinct());
    }

    [Fact]
    public async Task Restart_ContinuesWithProjectDeadLettersAndWaitingKanbans()
    {
        var port = FreePort.Next();
        await using var sidecar = await RealSidecar.StartAsync(_home.Path, port);
        await using (var broker = await StartBrokerAsync(sidecar, port))
        {
            await sidecar.PublishAsync([Kanbans.Of("stranger")]);
            await Eventually.HoldsAsync(async () => (await broker.GetAsync("/api/v1/dead")).GetProperty("count").GetInt32() == 1, "it is indexed");
        }

        var late = Kanbans.Of("a", 2);
        await sidecar.PublishAsync([late]);
        await using var next = await StartBrokerAsync(sidecar, port, apply: false);
        Assert.Equal(KanbanId.Derive(late.Id, "b", 2), (await sidecar.TakeAsync("kanban.before.b.002", 1)).Single().Id);
        var dead = await next.GetAsync("/api/v1/dead");
        Assert.Equal("no-route", dead.GetProperty("items")[0].GetProperty("reason").GetString());
        await next.ReachesAsync("b-002", InstanceState.Running);
    }

    private async Task<BrokerFixture> StartBrokerAsync(RealSidecar sidecar, int port, bool apply = true)
    {
        var broker = await BrokerFixture.StartAsync(
            sidecar.Broker.HttpEndpoint.ToString(), sidecar.Broker.GrpcEndpoint.ToString(), _home, port);
        if (apply)
        {
            await broker.ApplyAsync(Project);
        }

        return broker;
    }
}
