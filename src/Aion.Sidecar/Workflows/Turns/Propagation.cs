using Aion.Sidecar.Workflows.Storage;
using DurableTask.Protocol;
using Google.Protobuf;

namespace Aion.Sidecar.Workflows.Turns;

/// <summary>The history that a workflow shows to the activities and child workflows that it calls with a scope. It is not signed.</summary>
internal static class Propagation
{
    /// <param name="scope">How much is shown.</param>
    /// <param name="instance">Whose history it is.</param>
    /// <param name="events">The history up to now.</param>
    /// <param name="received">What the instance itself was shown; it goes on with the scope of lineage.</param>
    /// <returns>null: nothing is shown.</returns>
    public static PropagatedHistory? Assemble(
        HistoryPropagationScope scope, InstanceRef instance, IEnumerable<HistoryEvent> events, PropagatedHistory? received)
    {
        if (scope == HistoryPropagationScope.None)
            return null;
        var history = new PropagatedHistory { Scope = scope };
        if (scope == HistoryPropagationScope.Lineage && received is not null)
            history.Chunks.Add(received.Chunks);
        var own = new PropagatedHistoryChunk { AppId = instance.App, InstanceId = instance.Id };
        foreach (var message in events)
        {
            own.RawEvents.Add(message.ToByteString());
            if (own.WorkflowName.Length == 0 && message.ExecutionStarted is { } start)
                own.WorkflowName = start.Name;
        }

        if (own.RawEvents.Count > 0)
            history.Chunks.Add(own);
        return history;
    }
}
