using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Lifecycle.Runs;
using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Tests.Lifecycle.Machine;
using Aion.ServiceBroker.Tests.Lifecycle.Workflows;

namespace Aion.ServiceBroker.Tests.Lifecycle.Runs;

/// <summary>Orders that are given again, as a sidecar does when it does not know what became of them.</summary>
public sealed class InstanceRunsTests : IAsyncLifetime
{
    private readonly FakePlatform _platform = new();
    private FakeDapr _dapr = null!;
    private BrokerFixture _broker = null!;

    private InstanceRuns Runs => _broker.App.Services.GetRequiredService<InstanceRuns>();

    public async Task InitializeAsync()
    {
        _dapr = await FakeDapr.StartAsync();
        _broker = await BrokerFixture.StartAsync(
            _dapr.HttpEndpoint, _dapr.GrpcEndpoint, null, 0, services: services => services.AddSingleton<IInstancePlatform>(_platform));
    }

    public async Task DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _dapr.DisposeAsync();
    }

    [Fact]
    public async Task Start_Repeated_IsMadeOnce()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Runs.CarryOutAsync(Start(1)))));
        var late = await Runs.CarryOutAsync(Start(1));
        Assert.All(answers.Append(late), a => Assert.Equal((SignalKind.Started, 1, late.Pid), (a.Kind, a.Run, a.Pid)));
        Assert.Equal((1, 0), (_platform.Starts, _platform.Doubles));
    }

    [Fact]
    public async Task Start_OfARunThatHasEnded_TellsOfItsEnd()
    {
        await Runs.CarryOutAsync(Start(1));
        _platform.Crash("job-001");
        InstanceSignal answer = new(SignalKind.Tick);
        await Eventually.HoldsAsync(async () => (answer = await Runs.CarryOutAsync(Start(1))).Kind == SignalKind.Exited);
        Assert.Equal((1, 1, false, "exit code 1"), (answer.Run, _platform.Starts, answer.Yes, answer.Cause!.Text));
    }

    [Fact]
    public async Task Start_OrderedByAnotherBroker_IsHeld()
    {
        Assert.Equal(SignalKind.StartHeld, (await Runs.CarryOutAsync(Start(1) with { Epoch = "another" })).Kind);
        Assert.Equal(0, _platform.Starts);
    }

    [Fact]
    public async Task Stop_Repeated_TellsOfTheOneEnd()
    {
        await Runs.CarryOutAsync(Start(1));
        var stop = new InstanceEffect(EffectKind.Stop, "job", 1, 1);
        var answers = new[] { await Runs.CarryOutAsync(stop), await Runs.CarryOutAsync(stop) };
        Assert.All(answers, a => Assert.Equal((SignalKind.Exited, 1, answers[0].Cause!.Text), (a.Kind, a.Run, a.Cause!.Text)));
        Assert.Equal(15, answers[1].Cause!.Signal);
    }

    [Fact]
    public async Task Start_WhileTheBrokerStops_LeavesNothing()
    {
        var starts = Enumerable.Range(1, 50).Select(n => Task.Run(() => Runs.CarryOutAsync(Start(1) with { Number = n }))).ToArray();
        await Runs.StopAllAsync(leaveRunning: false);
        await Task.WhenAll(starts);
        Assert.Empty(_platform.Running);
    }

    private InstanceEffect Start(int run) => new(EffectKind.Start, "job", 1, run)
    {
        Definition = MachineDriver.Of(MachineDriver.Service()), Epoch = Runs.Epoch,
    };
}
