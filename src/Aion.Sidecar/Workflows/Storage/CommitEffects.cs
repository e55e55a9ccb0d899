using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>What a commit means to those who dispatch and wait.</summary>
internal sealed class CommitEffects
{
    /// <summary>Instances that have something to do.</summary>
    public List<InstanceRef> Ready { get; } = [];

    /// <summary>Instances whose status may be another one, or that are gone.</summary>
    public List<InstanceRef> Changed { get; } = [];

    public List<PendingTask> Tasks { get; } = [];

    /// <summary>Instances whose pending activities nobody wants any more.</summary>
    public List<InstanceRef> Cancelled { get; } = [];

    /// <summary>The apps of instances that ended, and how.</summary>
    public List<(string App, OrchestrationStatus Status)> Ended { get; } = [];

    /// <summary>The earliest of the new timers, in UTC ticks.</summary>
    public long? Due { get; private set; }

    public void AddTimer(long due) => Due = Due is { } earliest && earliest < due ? earliest : due;

    public void Clear()
    {
        Ready.Clear();
        Changed.Clear();
        Tasks.Clear();
        Cancelled.Clear();
        Ended.Clear();
        Due = null;
    }
}
