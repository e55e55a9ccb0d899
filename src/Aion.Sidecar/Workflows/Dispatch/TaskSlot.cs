using Aion.Sidecar.Workflows.Storage;

namespace Aion.Sidecar.Workflows.Dispatch;

/// <summary>An activity to do.</summary>
internal sealed class TaskSlot : WorkSlot
{
    public TaskSlot(PendingTask task)
    {
        Task = task;

        // The token stays when the activity goes to another worker: whoever answers first counts.
        Token = Guid.NewGuid().ToString("N");
    }

    public PendingTask Task { get; }

    /// <summary>A worker has it, or had it.</summary>
    public bool WasGiven { get; set; }

    public (string Instance, int Id) Name => (Task.Instance.Id, Task.Id);
}
