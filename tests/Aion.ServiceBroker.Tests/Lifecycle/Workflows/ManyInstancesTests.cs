using System.Diagnostics;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Tests.EndToEnd;
using Xunit.Abstractions;

namespace Aion.ServiceBroker.Tests.Lifecycle.Workflows;

/// <summary>Many instances over the real workflow engine, without processes.</summary>
public sealed class ManyInstancesTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Thousand_StartCrashAndRestart_InLinearTimeAndMemory()
    {
        await RunAsync(50);
        var few = await RunAsync(250);
        var many = await RunAsync(999);
        Assert.True(many.Seconds < 4 * few.Seconds * 2.5, $"4 times the instances took {many.Seconds / few.Seconds:0.0} times as long");
        Assert.True(many.Bytes < 4 * few.Bytes * 2.5, $"4 times the instances took {many.Bytes / (double)few.Bytes:0.0} times the memory");
    }

    private async Task<(double Seconds, long Bytes)> RunAsync(int count)
    {
        using var home = new TempFolder();
        var port = RealSidecar.FreePort();
        var platform = new FakePlatform();
        await using var sidecar = await RealSidecar.StartAsync(home.Path, port);
        await using var broker = await BrokerFixture.StartAsync(
            sidecar.Broker.HttpEndpoint.ToString(), sidecar.Broker.GrpcEndpoint.ToString(), home, port,
            services: services => services.AddSingleton<IInstancePlatform>(platform));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        await broker.ApplyAsync($$"""
            deviceName: here
            microservices:
              job: {command: [job], startup: yes, scale: {{count}}, withoutKanban: yes}
            """);
        await UpAsync(broker, count);
        var started = watch.Elapsed;
        foreach (var name in platform.Running.ToArray())
        {
            platform.Crash(name);
        }

        await Eventually.HoldsAsync(() => platform.Starts == 2 * count && platform.Running.Count == count, "every instance was started again");
        await UpAsync(broker, count);
        var restarted = watch.Elapsed - started;
        Assert.Equal(0, platform.Doubles);
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine($"{count}: started in {started.TotalSeconds:0.00} s, restarted in {restarted.TotalSeconds:0.00} s, {bytes / 1024 / count} KiB each");
        return (watch.Elapsed.TotalSeconds, bytes);
    }

    private static Task UpAsync(BrokerFixture broker, int count) =>
        Eventually.HoldsAsync(() => broker.Instances.Count(i => i.State == InstanceState.Running) == count, "all run");
}
