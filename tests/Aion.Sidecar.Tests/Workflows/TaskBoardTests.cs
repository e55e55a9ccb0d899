using Aion.Sidecar.Workflows.Dispatch;
using Aion.Sidecar.Workflows.Storage;
using DurableTask.Protocol;

namespace Aion.Sidecar.Tests.Workflows;

/// <summary>Activities that are told again, as to every worker that connects.</summary>
public sealed class TaskBoardTests
{
    [Fact]
    public void Add_OfActivitiesThatAreOut_DoesNotGiveThemAgain()
    {
        // The same activity before and after the workflow continued as new, and that of another app's instance of the same id.
        var mine = new InstanceRef("app", "one", 1);
        PendingTask[] tasks = [Task(mine, turn: 0), Task(mine, turn: 3), Task(new InstanceRef("other", "one", 2), turn: 0)];
        var board = new TaskBoard();
        foreach (var task in tasks)
            board.Add(task);
        var slots = tasks.Select(_ => Take(board)!).ToList();

        foreach (var task in tasks)
            board.Add(task);

        Assert.Equal(tasks.ToHashSet(), slots.Select(slot => slot.Task).ToHashSet());
        Assert.Null(Take(board));
    }

    [Fact]
    public void Add_OfAnActivityThatEnded_IsGivenAgain()
    {
        var task = Task(new InstanceRef("app", "one", 1), turn: 0);
        var board = new TaskBoard();
        board.Add(task);
        board.End(Take(board)!);

        board.Add(task);

        Assert.Same(task, Take(board)!.Task);
    }

    private static TaskSlot? Take(TaskBoard board)
    {
        if (board.TryTake() is not { } slot)
            return null;
        slot.State = WorkState.Out;
        return slot;
    }

    private static PendingTask Task(InstanceRef instance, long turn) =>
        new(instance, "app", turn, new HistoryEvent { EventId = 0, TaskScheduled = new TaskScheduledEvent { Name = "pay" } });
}
