using Aion.Testing;

namespace Dapr.Workflow.Tests.EndToEnd;

public sealed class RestartTests
{
    [Fact]
    public async Task Sidecar_RestartedWhileAnActivityRuns_LosesAndRepeatsNothing()
    {
        var runs = 0;
        var release = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var platform = await WorkflowPlatform.StartAsync(options =>
        {
            options.RegisterActivity<object?, int>("Slow", (_, _) =>
            {
                Interlocked.Increment(ref runs);
                return release.Task;
            });
            options.RegisterWorkflow<object?, int>("W", static async (context, _) =>
                await context.CallActivityAsync<int>("Slow") + await context.WaitForExternalEventAsync<int>("go"));
        });
        await platform.Client.ScheduleNewWorkflowAsync("W", "w").Within30s();
        await platform.Client.RaiseEventAsync("w", "go", 40).Within30s();
        await Eventually.HoldsAsync(() => Volatile.Read(ref runs) == 1);

        await platform.StopSidecarAsync();
        await platform.StartSidecarAsync();
        release.SetResult(2);

        Assert.Equal(42, (await platform.EndOfAsync("w")).ReadOutputAs<int>());
        Assert.InRange(runs, 1, 2);
    }

    [Fact]
    public async Task Worker_ReplacedByAnother_LeavesItTheInstances()
    {
        await using var platform = await WorkflowPlatform.StartAsync(static options =>
        {
            options.RegisterActivity<int, int>("Add", static (_, n) => Task.FromResult(n + 1));
            options.RegisterWorkflow<int, int>("W", static async (context, n) =>
            {
                n = await context.CallActivityAsync<int>("Add", n);
                await context.WaitForExternalEventAsync<object>("go");
                return await context.CallActivityAsync<int>("Add", n);
            });
        });
        await platform.Client.ScheduleNewWorkflowAsync("W", "w", 1).Within30s();
        await platform.StopWorkerAsync();
        await platform.StartWorkerAsync();
        await platform.Client.RaiseEventAsync("w", "go").Within30s();

        Assert.Equal(3, (await platform.EndOfAsync("w")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Timer_DueWhileTheSidecarWasDown_FiresAfterwards()
    {
        await using var platform = await WorkflowPlatform.StartAsync(static options => options.RegisterWorkflow<object?, string>("W", static async (context, _) =>
        {
            await context.CreateTimer(TimeSpan.FromMilliseconds(200));
            return "woken";
        }));
        await platform.Client.ScheduleNewWorkflowAsync("W", "w").Within30s();
        await platform.StopSidecarAsync();
        await platform.StartSidecarAsync();

        Assert.Equal("woken", (await platform.EndOfAsync("w")).ReadOutputAs<string>());
    }
}
