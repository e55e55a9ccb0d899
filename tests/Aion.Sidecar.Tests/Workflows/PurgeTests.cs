using Aion.Testing;
using DurableTask.Protocol;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Aion.Sidecar.Tests.Workflows;

/// <summary>Listing and removing instances.</summary>
public sealed class PurgeTests : IAsyncLifetime
{
    private WorkflowFixture _sidecar = null!;
    private TestWorker _worker = null!;

    public async Task InitializeAsync()
    {
        _sidecar = await WorkflowFixture.StartAsync(new SidecarAppOptions { AppId = "app", MaxConcurrentActivities = 1 });
        _worker = await TestWorker.ConnectAsync(_sidecar.Client);
    }

    public async Task DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _sidecar.DisposeAsync();
    }

    [Fact]
    public async Task Purge_OfAnActiveInstance_NeedsForce()
    {
        await RunAsync("parent", "parent", Actions.Child(0, "child", "kid"));
        await _worker.AnswerAsync(await _worker.TurnAsync());
        var request = new PurgeInstancesRequest { InstanceId = "parent", Recursive = true };
        await Assert.ThrowsAsync<RpcException>(async () => await _sidecar.Client.PurgeInstancesAsync(request));

        request.Force = true;
        Assert.Equal(2, (await _sidecar.Client.PurgeInstancesAsync(request)).DeletedInstanceCount);

        Assert.Null(await _sidecar.GetAsync("kid"));
        var gone = await Assert.ThrowsAsync<RpcException>(() => _sidecar.RaiseAsync("parent", "a"));
        Assert.Equal("no such instance exists", gone.Status.Detail);
    }

    [Fact]
    public async Task PurgeByFilter_TakesWhatEndedInTheTime()
    {
        await RunAsync("old", "quick", Actions.Complete());
        await RunAsync("broken", "quick", Actions.Complete(status: OrchestrationStatus.Failed));
        await RunAsync("running", "listen");
        var filter = new PurgeInstanceFilter { CreatedTimeTo = Timestamp.FromDateTime(DateTime.UtcNow.AddMinutes(1)), RuntimeStatus = { OrchestrationStatus.Completed } };

        Assert.Equal(1, (await _sidecar.Client.PurgeInstancesAsync(new PurgeInstancesRequest { PurgeInstanceFilter = filter })).DeletedInstanceCount);
        filter.RuntimeStatus.Clear();
        Assert.Equal(1, (await _sidecar.Client.PurgeInstancesAsync(new PurgeInstancesRequest { PurgeInstanceFilter = filter })).DeletedInstanceCount);

        Assert.Equal(["running"], (await _sidecar.Client.ListInstanceIDsAsync(new ListInstanceIDsRequest())).InstanceIds);
    }

    [Fact]
    public async Task PurgeByFilter_TakesTheActivitiesThatNoWorkerHas()
    {
        await RunAsync("busy", "any", Actions.Call(0, "busy"));
        var busy = await _worker.ActivityAsync();
        await RunAsync("ended", "any", Actions.Call(0, "orphan"), Actions.Complete());

        await _sidecar.Client.PurgeInstancesAsync(new PurgeInstancesRequest { PurgeInstanceFilter = new PurgeInstanceFilter() });
        await RunAsync("next", "any", Actions.Call(0, "next"));
        await _worker.CompleteAsync(busy);

        Assert.Equal("next", (await _worker.ActivityAsync()).ActivityRequest.Name);
    }

    [Fact]
    public async Task List_GoesPageByPage()
    {
        for (var i = 0; i < 5; i++)
            await RunAsync($"i{i}", "listen");

        var first = await _sidecar.Client.ListInstanceIDsAsync(new ListInstanceIDsRequest { PageSize = 3 });
        var second = await _sidecar.Client.ListInstanceIDsAsync(new ListInstanceIDsRequest { PageSize = 3, ContinuationToken = first.ContinuationToken });

        Assert.Equal(["i0", "i1", "i2"], first.InstanceIds);
        Assert.Equal(["i3", "i4"], second.InstanceIds);
        Assert.False(second.HasContinuationToken);
    }

    /// <summary>Starts an instance and has its first turn answered.</summary>
    private async Task RunAsync(string id, string name, params WorkflowAction[] actions)
    {
        var starting = _sidecar.ScheduleAsync(name, id: id);
        await _worker.AnswerAsync(await _worker.TurnAsync(), actions);
        await starting.Within30s();
    }
}
