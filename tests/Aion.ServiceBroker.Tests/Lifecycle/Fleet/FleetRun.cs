using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Lifecycle.Board;
using Aion.ServiceBroker.Lifecycle.Workflows;
using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Tests.EndToEnd;
using Aion.ServiceBroker.Tests.Lifecycle.Workflows;

namespace Aion.ServiceBroker.Tests.Lifecycle.Fleet;

/// <summary>Instances without processes on a real broker, workflow engine and SQLite: all start, all crash, all start again.</summary>
internal sealed class FleetRun
{
    // A thousand instances on a machine that has other work to do.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly int _count;
    private readonly FakePlatform _platform = new();
    private readonly TaskCompletionSource[] _allRun = [new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously)];
    private readonly int[] _running = new int[2];
    private CountingWorkflows _workflows = null!;

    private FleetRun(int count) => _count = count;

    public static async Task<FleetFigures> RunAsync(int count)
    {
        var fleet = new FleetRun(count);
        using var home = new TempFolder();
        var port = FreePort.Next();
        await using var sidecar = await RealSidecar.StartAsync(home.Path, port);
        await using var broker = await BrokerFixture.StartAsync(
            sidecar.Broker.HttpEndpoint.ToString(), sidecar.Broker.GrpcEndpoint.ToString(), home, port, services: services =>
            {
                services.AddSingleton<IInstancePlatform>(fleet._platform);
                services.AddSingleton<IInstanceWorkflows>(sp =>
                    fleet._workflows = new CountingWorkflows(ActivatorUtilities.CreateInstance<DaprInstanceWorkflows>(sp)));
            });
        return await fleet.MeasureAsync(broker);
    }

    private async Task<FleetFigures> MeasureAsync(BrokerFixture broker)
    {
        broker.App.Services.GetRequiredService<InstanceBoard>().Changed += (before, entry) => Note(before.Phase, entry.State.Phase, entry.State.Run);
        var live = LiveBytes();
        var (allocated, cpu) = (GC.GetTotalAllocatedBytes(precise: true), Environment.CpuUsage.TotalTime);
        await broker.ApplyAsync(Project(), limit: Patience);
        await _allRun[0].Task.WaitAsync(Patience);
        // An end that comes before the turn that hears of the start would be taken in the same turn.
        await SettledAsync(broker);
        foreach (var name in _platform.Running.ToArray())
        {
            _platform.Crash(name);
        }

        await _allRun[1].Task.WaitAsync(Patience);
        var stored = await SettledAsync(broker);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        live = LiveBytes() - live;
        Assert.Equal((2 * _count, 0, _count), (_platform.Starts, _platform.Doubles, _platform.Running.Count));
        Assert.All(broker.Instances, i => Assert.Equal((InstanceState.Running, 2, 1), (i.State, i.Run, i.Restarts)));
        return new FleetFigures(_count, _workflows.Signals, stored, live, allocated, cpu);
    }

    // An instance enters the state once in each of its two runs.
    private void Note(InstanceState before, InstanceState now, int run)
    {
        if (now == InstanceState.Running && before != now && Interlocked.Increment(ref _running[run - 1]) == _count)
        {
            _allRun[run - 1].SetResult();
        }
    }

    /// <summary>The last turns are on disk, and nothing is left to be done.</summary>
    private static async Task<StoredWorkflows> SettledAsync(BrokerFixture broker)
    {
        var senders = broker.App.Services.GetRequiredService<SignalSenders>();
        await Task.WhenAll(broker.Instances.Select(i => senders.SentAsync(i.Service, i.Number))).WaitAsync(Patience);
        var stored = StoredWorkflows.Read(broker.Home);
        await Eventually.HoldsAsync(() => (stored = StoredWorkflows.Read(broker.Home)).Open == 0, "the workflows have nothing to do");
        return stored;
    }

    // Two services, because one has 999 instances at most.
    private string Project() => $$"""
        deviceName: here
        microservices:
          one: {command: [job], startup: yes, scale: {{_count / 2}}, withoutKanban: yes}
          two: {command: [job], startup: yes, scale: {{_count - (_count / 2)}}, withoutKanban: yes}
        """;

    private static long LiveBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
