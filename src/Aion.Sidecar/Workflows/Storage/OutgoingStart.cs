using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>An instance that a workflow starts.</summary>
/// <param name="App">The app id that will run it.</param>
/// <param name="Start">Its ExecutionStarted event.</param>
/// <param name="TaskId">The event id under which the starter waits for it; null: it does not wait.</param>
/// <param name="Shown">The history that the starter shows to it; null: none.</param>
internal sealed record OutgoingStart(string App, HistoryEvent Start, int? TaskId, PropagatedHistory? Shown = null)
{
    public string Id => Start.ExecutionStarted.WorkflowInstance.InstanceId;
}
