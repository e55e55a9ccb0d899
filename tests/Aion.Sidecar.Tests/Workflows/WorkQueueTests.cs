using Aion.Sidecar.Workflows.Dispatch;
using Aion.Sidecar.Workflows.Storage;

namespace Aion.Sidecar.Tests.Workflows;

/// <summary>Work that goes back to the queue.</summary>
public sealed class WorkQueueTests
{
    [Fact]
    public void Repeat_OfATurnWhoseWorkerWentMeanwhile_CountsItOnce()
    {
        var queue = new WorkQueue();
        queue.Limit(turns: 1, tasks: 0);
        using var first = new Worker(keepsHistory: false);
        using var second = new Worker(keepsHistory: false);
        queue.Connect(first);
        queue.Connect(second);
        queue.AddTurn(new InstanceRef("app", "one", 1));
        queue.AddTurn(new InstanceRef("app", "two", 2));
        var failed = queue.TryTake(first)!;
        var token = failed.Token;

        queue.Disconnect(first);
        queue.Repeat(failed, token);

        Assert.NotNull(queue.TryTake(second));
        Assert.Null(queue.TryTake(second));
    }

    [Fact]
    public void Repeat_OfATurnThatAnotherWorkerHas_LeavesItThere()
    {
        var queue = new WorkQueue();
        using var first = new Worker(keepsHistory: false);
        using var second = new Worker(keepsHistory: false);
        queue.Connect(first);
        queue.Connect(second);
        queue.AddTurn(new InstanceRef("app", "one", 1));
        var slot = queue.TryTake(first)!;
        var token = slot.Token;
        queue.Disconnect(first);
        Assert.Same(slot, queue.TryTake(second));

        queue.Repeat(slot, token);

        Assert.Equal(WorkState.Out, slot.State);
        Assert.Null(queue.TryTake(second));
    }
}
