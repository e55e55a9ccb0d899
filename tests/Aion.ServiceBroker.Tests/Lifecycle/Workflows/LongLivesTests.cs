using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Lifecycle.Workflows;
using Aion.ServiceBroker.Tests.EndToEnd;
using Dapr.Workflow;

namespace Aion.ServiceBroker.Tests.Lifecycle.Workflows;

/// <summary>What only shows after a while, with workflows in the real sidecar.</summary>
public sealed class LongLivesTests : IAsyncLifetime
{
    private readonly TempFolder _home = new();
    private readonly int _port = FreePort.Next();
    private RealSidecar _sidecar = null!;

    public async Task InitializeAsync() => _sidecar = await RealSidecar.StartAsync(_home.Path, _port);

    public async Task DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task Start_FailsForEver_HistoryStaysShort()
    {
        await using var broker = await StartAsync([]);
        await broker.ApplyAsync("""
            deviceName: here
            microservices:
              job: {command: [/nowhere/job], startup: yes, restart: {backoff: {first: 1ms, maximum: 1ms}}}
            """);
        await Eventually.HoldsAsync(() => broker.Instance("job-001").Tries > 60, "it was tried often");
        var client = broker.App.Services.GetRequiredService<DaprWorkflowClient>();
        var longest = 0;
        for (var i = 0; i < 50; i++)
        {
            longest = Math.Max(longest, (await client.GetInstanceHistoryAsync(DaprInstanceWorkflows.IdOf("job", 1))).Count);
        }

        Assert.InRange(longest, 1, 200);
    }

    [Fact]
    public async Task Service_TakenAwayWhileNoBrokerRan_ComesBack()
    {
        await using (var first = await StartAsync([]))
        {
            await first.ApplyAsync(Project("stays", "returns"));
            await first.ReachesAsync("returns-001", InstanceState.Running);
        }

        await using var broker = await StartAsync(new() { ["Aion:ServiceBroker:RestoreProject"] = "false" });
        await broker.ApplyAsync(Project("stays"));
        await broker.ReachesAsync("stays-001", InstanceState.Running);
        await broker.ApplyAsync(Project("stays", "returns"));
        await broker.ReachesAsync("returns-001", InstanceState.Running);
    }

    private static string Project(params string[] services) =>
        "deviceName: here\nmicroservices:\n" + string.Concat(services.Select(s => $"  {s}: {{command: [sleep, \"1000\"], startup: yes}}\n"));

    private Task<BrokerFixture> StartAsync(Dictionary<string, string?> settings) => BrokerFixture.StartAsync(
        _sidecar.Broker.HttpEndpoint.ToString(), _sidecar.Broker.GrpcEndpoint.ToString(), _home, _port, settings);
}
