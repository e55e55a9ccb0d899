using Aion.Project;
using Aion.Project.Planning;
using Aion.ServiceBroker.Health;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Lifecycle.Board;
using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Lifecycle.Workflows;
using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Projects;
using Aion.ServiceBroker.Tests.EndToEnd;
using Dapr.Workflow;

namespace Aion.ServiceBroker.Tests.Lifecycle.Workflows;

/// <summary>
/// Applies whose callers give up before all is done, such as over a service that is taken away and comes back. With workflows in the
/// real sidecar.
/// </summary>
public sealed class ImpatientApplyTests : IAsyncLifetime
{
    private const string Name = "returns-001";
    private readonly TempFolder _home = new();
    private readonly FakePlatform _platform = new();
    private readonly int _port = FreePort.Next();
    private RealSidecar _sidecar = null!;
    private BrokerFixture _broker = null!;
    private HeldWorkflows _workflows = null!;

    private T Get<T>() where T : notnull => _broker.App.Services.GetRequiredService<T>();

    public async Task InitializeAsync()
    {
        _sidecar = await RealSidecar.StartAsync(_home.Path, _port);
        _broker = await BrokerFixture.StartAsync(
            _sidecar.Broker.HttpEndpoint.ToString(), _sidecar.Broker.GrpcEndpoint.ToString(), _home, _port, services: services => services
                .AddSingleton<IInstancePlatform>(_platform)
                .AddSingleton<IInstanceWorkflows>(sp => _workflows = new HeldWorkflows(ActivatorUtilities.CreateInstance<DaprInstanceWorkflows>(sp))));
        await ApplyAsync("stays", "returns");
        await _broker.ReachesAsync(Name, InstanceState.Running);
    }

    public async Task DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _sidecar.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task Apply_WhileItsRemovalIsStopping_StartsItAgain()
    {
        var (stopping, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        _platform.Stopping = async _ =>
        {
            stopping.TrySetResult();
            await end.Task;
        };
        await GiveUpAsync(["stays"], once: stopping.Task);

        var back = ApplyAsync("stays", "returns");
        await Eventually.HoldsAsync(() => Get<InstanceBoard>().Find("returns", 1) is { Leaving: false }, "it is wanted again");
        await Get<SignalSenders>().SentAsync("returns", 1).WaitAsync(Within.Default);
        end.SetResult();
        await back.WaitAsync(Within.Default);
        await RunsOnceAsync(starts: 3);
    }

    [Fact]
    public async Task Apply_AfterARemovalThatNobodyWaitedFor_StartsItAgain()
    {
        var (stopping, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        _platform.Stopping = async _ =>
        {
            stopping.TrySetResult();
            await end.Task;
        };
        await GiveUpAsync(["stays"], once: stopping.Task);
        end.SetResult();
        await Eventually.HoldsAsync(() => Get<InstanceBoard>().Find("returns", 1) is null, "it has ended");

        await ApplyAsync("stays", "returns");
        await RunsOnceAsync(starts: 3);
    }

    [Fact]
    public async Task Apply_BeforeTheWorkflowKnowsOfTheRemoval_StartsItAgain()
    {
        _workflows.Holds = SignalKind.Remove;
        await GiveUpAsync(["stays"], once: _workflows.Held);

        var back = ApplyAsync("stays", "returns");
        await Eventually.HoldsAsync(() => Get<InstanceBoard>().Find("returns", 1) is { Leaving: false }, "it is wanted again");
        _workflows.Release();
        await back.WaitAsync(Within.Default);
        await RunsOnceAsync(starts: 3);
    }

    [Fact]
    public async Task Health_TakenOverByAnApplyThatNobodyWaitedFor_IsChecked()
    {
        _workflows.Holds = SignalKind.Apply;
        await GiveUpAsync(["stays|health: {kanbanWithin: 1h}", "returns"], once: _workflows.Held);
        Assert.Null(Get<IHealthMonitors>().Find("stays", 1));
        _workflows.Release();
        await Eventually.HoldsAsync(() => Get<IHealthMonitors>().Find("stays", 1) is not null, "its health is checked");
        Assert.Equal(2, _platform.Starts);
    }

    [Fact]
    public async Task Apply_WithoutIt_LeavesNoWorkflow()
    {
        await ApplyAsync("stays");
        var client = Get<DaprWorkflowClient>();
        Assert.False((await client.GetWorkflowStateAsync(DaprInstanceWorkflows.IdOf("returns", 1))).Exists);
        Assert.True((await client.GetWorkflowStateAsync(DaprInstanceWorkflows.IdOf("stays", 1))).Exists);
    }

    private Task ApplyAsync(params string[] services) => ApplyAsync(services, CancellationToken.None);

    // As a caller does whose patience ends before the removal.
    private async Task GiveUpAsync(string[] services, Task once)
    {
        using var patience = new CancellationTokenSource();
        var apply = ApplyAsync(services, patience.Token);
        await once.WaitAsync(Within.Default);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => apply);
    }

    private Task ApplyAsync(string[] services, CancellationToken ct)
    {
        var text = "deviceName: here\nmicroservices:\n" + string.Concat(services.Select(s => s.Split('|')).Select(s =>
            $"  {s[0]}: {{command: [sleep, \"1000\"], startup: yes{string.Concat(s.Skip(1).Select(keys => ", " + keys))}}}\n"));
        var compiled = ProjectCompiler.Compile(text, "project.yml", new CompileOptions { Platform = TargetPlatform.Processes, ProjectDirectory = _home.Path });
        var targets = InstanceDefinitions.Of(new ProjectRecord(1, _home.Path, compiled.Project!), _home.Path);
        return Get<IInstanceLifecycle>().ApplyAsync(targets, Array.Empty<InstanceStep>(), force: false, ct);
    }

    private async Task RunsOnceAsync(int starts)
    {
        await _broker.ReachesAsync(Name, InstanceState.Running);
        Assert.Equal((starts, 0), (_platform.Starts, _platform.Doubles));
        Assert.Equal([Name, "stays-001"], _platform.Running.Order());
    }
}
