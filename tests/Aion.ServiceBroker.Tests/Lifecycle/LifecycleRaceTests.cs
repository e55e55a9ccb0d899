using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Lifecycle.Board;
using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Lifecycle.Workflows;
using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Tests.Lifecycle.Workflows;

namespace Aion.ServiceBroker.Tests.Lifecycle;

/// <summary>What happens at the same time, made to happen at the worst moment.</summary>
public sealed class LifecycleRaceTests
{
    private readonly HookedPlatform _platform = new();

    [Fact]
    public async Task Apply_DependencyStartsWhileItsDependentIsTold_DependentStarts()
    {
        await using var dapr = await FakeDapr.StartAsync();
        await using var broker = await StartAsync(dapr);
        _platform.LookedFor = name => Assert.True(
            name != "job-001" || SpinWait.SpinUntil(() => broker.Instances.Any(i => i is { Name: "base-001", State: InstanceState.Running }), Within.Default));
        await broker.ApplyAsync("""
            deviceName: here
            microservices:
              base: {command: [base], startup: yes}
              job: {command: [job], startup: yes, dependsOn: [{name: base}]}
            """);
        await broker.ReachesAsync("job-001", InstanceState.Running);
    }

    [Fact]
    public async Task Publish_OfManyThatAreGoneAtOnce_LeavesNone()
    {
        await using var dapr = await FakeDapr.StartAsync();
        await using var broker = await StartAsync(dapr);
        var board = broker.App.Services.GetRequiredService<InstanceBoard>();
        for (var round = 0; round < 20; round++)
        {
            LifecycleState[] states = [.. Enumerable.Range(1, 100).Select(n => LifecycleState.New("job", n, DateTimeOffset.UnixEpoch))];
            board.Arrange(states);
            board.Arrange([]);
            Parallel.ForEach(states, state => board.Publish(state with { Removed = true }));
            Assert.Empty(board.Entries);
        }
    }

    private Task<BrokerFixture> StartAsync(FakeDapr dapr) => BrokerFixture.StartAsync(
        dapr.HttpEndpoint, dapr.GrpcEndpoint, null, 0, null, services => services
            .AddSingleton<IInstanceWorkflows>(sp => new InlineWorkflows(dapr, sp)).AddSingleton<IInstancePlatform>(_platform));
}
