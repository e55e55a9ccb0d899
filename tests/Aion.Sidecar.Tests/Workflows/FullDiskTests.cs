using Aion.Sidecar.Tests.Components;
using Aion.Testing;
using DurableTask.Protocol;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Aion.Sidecar.Tests.Workflows;

/// <summary>A disk without room under workflows that run.</summary>
public sealed class FullDiskTests
{
    private static readonly string Filler = new('x', 20_000);

    [SmallDiskFact]
    public async Task DiskFull_WorkflowsWaitAndGoOn_AndNoStartIsPromisedThatIsNotKept()
    {
        using var disk = new SmallDisk(megabytes: 8);
        var ballast = Path.Combine(disk.FullPath, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[4 * 1024 * 1024]);
        await using var sidecar = await WorkflowFixture.StartAsync(disk: disk.FullPath);
        sidecar.Log.Expected.Add("StoreFailed");
        var worker = await TestWorker.ConnectAsync(sidecar.Client);

        // 1. One workflow has an activity with the worker, another a turn.
        await RunAsync(sidecar, worker, "paying", Actions.Call(0, "pay"));
        var activity = await worker.ActivityAsync();
        await RunAsync(sidecar, worker, "waiting");
        await sidecar.RaiseAsync("waiting", "go");
        var turn = await worker.TurnAsync();

        // 2. Others are started until the disk is full.
        var accepted = await StartUntilFullAsync(sidecar);
        disk.Fill("rest");

        // 3. What the worker answers waits, however often it is tried; the state can be read.
        var before = sidecar.Host.Runtime.Workflows.Health.Failures;
        var paid = worker.CompleteAsync(activity, "paid");
        var answered = worker.AnswerAsync(turn, Actions.Call(0, "ship"));
        await Eventually.HoldsAsync(() => sidecar.Host.Runtime.Workflows.Health.Failures >= before + 4);
        Assert.False(paid.IsCompleted || answered.IsCompleted || worker.HasTurn || worker.HasActivity);
        Assert.Equal(OrchestrationStatus.Running, (await sidecar.GetAsync("paying")).WorkflowStatus);

        // 4. With room again both go on, and neither the turn nor the activity was given again.
        File.Delete(ballast);
        await Task.WhenAll(paid, answered);
        var next = await worker.TurnAsync();
        Assert.Equal(("paying", "paid"), (next.WorkflowRequest.InstanceId, next.WorkflowRequest.NewEvents[^1].TaskCompleted.Result));
        await worker.AnswerAsync(next, Actions.Complete("done"));
        Assert.Equal("done", (await sidecar.EndAsync("paying")).Output);
        Assert.Equal(("waiting", "ship"), NameOf(await worker.ActivityAsync()));
        Assert.False(worker.HasTurn || worker.HasActivity);
        Assert.Equal(["StoreFailed"], sidecar.Log.Provoked);

        // 5. After a restart every start that was accepted is there, and no other.
        await worker.DisposeAsync();
        await sidecar.RestartAsync();
        var ids = (await sidecar.Client.ListInstanceIDsAsync(new ListInstanceIDsRequest())).InstanceIds;
        Assert.Equal(["paying", "waiting", .. accepted], ids);
    }

    private static (string Instance, string Name) NameOf(WorkItem activity) =>
        (activity.ActivityRequest.WorkflowInstance.InstanceId, activity.ActivityRequest.Name);

    private static async Task RunAsync(WorkflowFixture sidecar, TestWorker worker, string id, params WorkflowAction[] actions)
    {
        var starting = sidecar.ScheduleAsync("order", id: id);
        await worker.AnswerAsync(await worker.TurnAsync(), actions);
        await starting.Within30s();
    }

    /// <summary>Starts are answered when they are durable: for a time that is far away, so that no turn is waited for.</summary>
    private static async Task<List<string>> StartUntilFullAsync(WorkflowFixture sidecar)
    {
        var accepted = new List<string>();
        var at = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddDays(1));
        while (true)
        {
            var id = $"later{accepted.Count}";
            try
            {
                var request = new CreateInstanceRequest { InstanceId = id, Name = "order", Input = Filler, ScheduledStartTimestamp = at };
                await sidecar.Client.StartInstanceAsync(request).ResponseAsync.Within30s();
                accepted.Add(id);
            }
            catch (RpcException error)
            {
                Assert.Equal(StatusCode.Internal, error.StatusCode);
                Assert.Matches("/workflows.db: the disk .*full", error.Status.Detail);
                return accepted;
            }
        }
    }
}
