using Aion.ServiceBroker.Lifecycle;

namespace Aion.ServiceBroker.Tests.Health;

/// <summary>Routing tells the monitors which instances send kanbans.</summary>
public sealed class KanbanHealthTests
{
    [Fact]
    public async Task Kanban_OfTheInstanceItself_MakesItHealthy()
    {
        await using var dapr = await FakeDapr.StartAsync();
        await using var broker = await BrokerFixture.StartAsync(dapr);
        await broker.ApplyAsync("""
            deviceName: here
            microservices:
              job: {startup: yes, scale: 2, command: [sleep, "1000"], health: {kanbanWithin: 1h}, nextService: {default: [{name: job, pattern: "0"}]}}
            """);
        await broker.ReachesAsync("job-001", InstanceState.Running);
        await broker.ReachesAsync("job-002", InstanceState.Running);
        Assert.Equal(["SUCCESS"], await broker.DeliverAsync(Kanbans.Of("job", number: 2)));
        await broker.ReachesAsync("job-002", InstanceState.Healthy);
        Assert.Equal(InstanceState.Running, broker.Instance("job-001").State);
    }
}
