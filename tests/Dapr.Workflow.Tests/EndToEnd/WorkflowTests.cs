using Aion.Testing;

namespace Dapr.Workflow.Tests.EndToEnd;

public sealed class WorkflowTests
{
    [Fact]
    public async Task Activities_InSequenceAndAtOnce_GiveTheirResults()
    {
        await using var platform = await WorkflowPlatform.StartAsync(static options =>
        {
            options.RegisterActivity<int, int>("Square", static (_, n) => Task.FromResult(n * n));
            options.RegisterWorkflow<int, int>("Squares", static async (context, count) =>
            {
                var first = await context.CallActivityAsync<int>("Square", 3);
                var others = await Task.WhenAll(Enumerable.Range(0, count).Select(n => context.CallActivityAsync<int>("Square", n)));
                return first + others.Sum();
            });
        });

        Assert.Equal(9 + 328350, await platform.RunAsync<int>("Squares", 100));
    }

    [Fact]
    public async Task ChildrenTimersRetriesAndFailures_MakeOneResult()
    {
        var tries = 0;
        await using var platform = await WorkflowPlatform.StartAsync(options =>
        {
            options.RegisterActivity<int, int>("Flaky", (_, n) => Interlocked.Increment(ref tries) < 3 ? throw new TimeoutException("not yet") : Task.FromResult(n));
            options.RegisterWorkflow<int, int>("Child", static async (context, n) =>
            {
                await context.CreateTimer(TimeSpan.FromMilliseconds(1));
                return n > 5 ? throw new InvalidOperationException("too much") : n * 10;
            });
            options.RegisterWorkflow<object?, string>("Parent", static async (context, _) =>
            {
                var policy = new WorkflowRetryPolicy(5, TimeSpan.FromMilliseconds(1));
                var flaky = await context.CallActivityAsync<int>("Flaky", 4, new WorkflowTaskOptions(policy));
                var child = await context.CallChildWorkflowAsync<int>("Child", flaky);
                try
                {
                    return $"{child}" + await context.CallChildWorkflowAsync<int>("Child", 6);
                }
                catch (WorkflowTaskFailedException e)
                {
                    return $"{child} {e.FailureDetails.ErrorMessage} {e.FailureDetails.IsCausedBy<InvalidOperationException>()}";
                }
            });
        });

        Assert.Equal("40 too much True", await platform.RunAsync<string>("Parent"));
        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task Events_AcrossManyRuns_AreEachCountedOnce()
    {
        await using var platform = await WorkflowPlatform.StartAsync(static options => options.RegisterWorkflow<int, int>("Count", static async (context, count) =>
        {
            for (var n = 0; n < 3; n++)
            {
                if (await context.WaitForExternalEventAsync<int>("add") is var value && value < 0)
                {
                    return count;
                }
                else
                {
                    count += value;
                }
            }

            context.SetCustomStatus(count);
            context.ContinueAsNew(count);
            return 0;
        }));
        var id = await platform.Client.ScheduleNewWorkflowAsync("Count", "counter", 0).Within30s();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => platform.Client.RaiseEventAsync(id, "Add", 1))).Within30s();
        await platform.Client.RaiseEventAsync(id, "add", -1).Within30s();

        Assert.Equal(100, (await platform.EndOfAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Steering_FromOutside_IsSeenInTheState()
    {
        await using var platform = await WorkflowPlatform.StartAsync(static options => options.RegisterWorkflow<string, string>("Wait", static async (context, _) =>
        {
            context.SetCustomStatus("waiting");
            return await context.WaitForExternalEventAsync<string>("go");
        }));
        var client = platform.Client;
        Assert.False((await client.GetWorkflowStateAsync("nobody").Within30s()).Exists);
        await client.ScheduleNewWorkflowAsync("Wait", "w", "in").Within30s();
        var state = await client.WaitForWorkflowStartAsync("w").Within30s();
        Assert.Equal(("Wait", "in", "waiting"), (state.WorkflowName, state.ReadInputAs<string>(), state.ReadCustomStatusAs<string>()));

        await client.SuspendWorkflowAsync("w", "lunch").Within30s();
        await client.RaiseEventAsync("w", "go", "x").Within30s();
        Assert.Equal(WorkflowRuntimeStatus.Suspended, (await client.GetWorkflowStateAsync("w").Within30s()).RuntimeStatus);
        await client.ResumeWorkflowAsync("w").Within30s();
        Assert.Equal("x", (await platform.EndOfAsync("w")).ReadOutputAs<string>());

        await client.ScheduleNewWorkflowAsync("Wait", "t", "in").Within30s();
        await client.TerminateWorkflowAsync("t", "enough").Within30s();
        Assert.Equal(WorkflowRuntimeStatus.Terminated, (await platform.EndOfAsync("t")).RuntimeStatus);
        Assert.True(await client.PurgeInstanceAsync("t").Within30s());
        Assert.False((await client.GetWorkflowStateAsync("t").Within30s()).Exists);
        Assert.Contains("w", (await client.ListInstanceIdsAsync().Within30s()).InstanceIds);
        Assert.Contains(await client.GetInstanceHistoryAsync("w").Within30s(), static entry => entry.EventType == Client.WorkflowHistoryEventType.EventRaised);
    }

    [Fact]
    public async Task WaitWithTimeLimit_EndsByItself()
    {
        await using var platform = await WorkflowPlatform.StartAsync(static options => options.RegisterWorkflow<object?, string>("Wait", static async (context, _) =>
        {
            try
            {
                return await context.WaitForExternalEventAsync<string>("go", TimeSpan.FromMilliseconds(20));
            }
            catch (TaskCanceledException)
            {
                return "late";
            }
        }));

        Assert.Equal("late", await platform.RunAsync<string>("Wait"));
    }

    [Fact]
    public async Task Patches_HoldForTheLifeOfAnInstance()
    {
        await using var platform = await WorkflowPlatform.StartAsync(static options =>
        {
            options.RegisterActivity<int, int>("Add", static (_, n) => Task.FromResult(n + 1));
            options.RegisterWorkflow<object?, string>("W", static async (context, _) =>
            {
                var first = context.IsPatched("one");
                await context.CallActivityAsync<int>("Add", 1);
                var second = context.IsPatched("two");
                await context.WaitForExternalEventAsync<int>("go");
                return $"{first} {second} {context.IsPatched("one")}";
            });
        });
        await platform.Client.ScheduleNewWorkflowAsync("W", "w").Within30s();
        await platform.StopSidecarAsync();
        await platform.StartSidecarAsync();
        await Eventually.HoldsAsync(async () =>
        {
            try
            {
                await platform.Client.RaiseEventAsync("w", "go", 1);
                return true;
            }
            catch (Grpc.Core.RpcException)
            {
                return false;
            }
        });

        Assert.Equal("True True True", (await platform.EndOfAsync("w")).ReadOutputAs<string>());
    }
}
