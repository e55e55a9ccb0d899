using Aion.Testing;

namespace Aion.Sidecar.Tests.Workflows;

/// <summary>Measures the memory of the process, so no other test may run meanwhile.</summary>
[Collection(AloneCollection.Name)]
public sealed class IdleMemoryTests
{
    [Fact]
    public async Task IdleInstances_TakeNextToNoMemory()
    {
        const int Count = 10_000;
        await using var sidecar = await WorkflowFixture.StartAsync();
        using var over = new CancellationTokenSource();
        var worker = new AutoWorker(sidecar.Client, events => events.Any(message => message.TimerCreated is not null)
            ? [Actions.Complete("woken")]
            : [Actions.Timer(0, DateTimeOffset.UtcNow.AddDays(1))]);
        var working = worker.RunAsync(over.Token);
        await ScheduleManyAsync(sidecar, 0, 3000);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await ScheduleManyAsync(sidecar, 3000, Count);

        var growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(growth < 500L * Count, $"{growth / Count} bytes for each idle instance");
        await sidecar.RaiseAsync($"idle-{Count}", "wake");
        Assert.Equal("woken", (await sidecar.EndAsync($"idle-{Count}")).Output);
        await over.CancelAsync();
        await working.Within30s();
    }

    private static async Task ScheduleManyAsync(WorkflowFixture sidecar, int from, int count) =>
        await Parallel.ForAsync(from, from + count, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) =>
            await sidecar.ScheduleAsync("idle", "1", $"idle-{i}"));
}
