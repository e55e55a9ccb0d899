using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>An event for another instance; dropped when that does not exist, has ended, or is another run than meant.</summary>
/// <param name="App">The app id of the target.</param>
/// <param name="Id">The instance id of the target.</param>
/// <param name="ExecutionId">The run that is meant; null: any.</param>
/// <param name="Event">The event.</param>
internal sealed record OutgoingEvent(string App, string Id, string? ExecutionId, HistoryEvent Event);
