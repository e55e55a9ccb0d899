using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>An activity that was scheduled and has no result.</summary>
/// <param name="Instance">Whose activity it is.</param>
/// <param name="App">The app id whose worker runs it; mostly the instance's own.</param>
/// <param name="Turn">The turn that scheduled it: tells it from one of the same id before the workflow continued as new.</param>
/// <param name="Event">Its TaskScheduled event.</param>
/// <param name="Shown">The history that the workflow shows to it; null: none.</param>
internal sealed record PendingTask(InstanceRef Instance, string App, long Turn, HistoryEvent Event, PropagatedHistory? Shown = null)
{
    /// <summary>For what a work item has besides: token, names and lengths.</summary>
    private const int Envelope = 256;

    public int Id => Event.EventId;

    /// <summary>About how many bytes its work item takes; not less.</summary>
    public int Size => Event.CalculateSize() + (Shown?.CalculateSize() ?? 0) + Envelope;
}
