using Aion.Sidecar.Workflows.Storage;
using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows.Turns;

/// <summary>What one turn of an instance is computed from.</summary>
/// <param name="State">The instance before the turn.</param>
/// <param name="Events">The events that are new to the workflow; the first says that the turn begins.</param>
/// <param name="LastSeq">The last event of the inbox that is among them.</param>
/// <param name="CustomStatus">What the workflow said of itself before the turn.</param>
/// <param name="Received">The history that its caller shows to it; null: none.</param>
internal sealed record Turn(InstanceState State, List<HistoryEvent> Events, long LastSeq, string? CustomStatus, PropagatedHistory? Received)
{
    /// <summary>The start of the present run, which may be one of the new events.</summary>
    public HistoryEvent? Start => State.Start ?? Events.FirstOrDefault(message => message.ExecutionStarted is not null);

    /// <summary>Set when the instance was told to terminate.</summary>
    public ExecutionTerminatedEvent? Termination => Events.Select(message => message.ExecutionTerminated).FirstOrDefault(terminated => terminated is not null);

    public bool IsSuspendedAfter => Events.LastOrDefault(IsSuspendOrResume) is { } last ? last.ExecutionSuspended is not null : State.IsSuspended;

    /// <summary>
    /// Takes the events that mean something to the instance: a second start, a second result of an operation and the result
    /// of one that was never scheduled are left out. null: none is left.
    /// </summary>
    public static Turn? Begin(InstanceState state, InstanceRow row, IReadOnlyList<(long Seq, HistoryEvent Event)> inbox, DateTime now)
    {
        var events = new List<HistoryEvent> { EngineEvents.TurnStarted(now) };
        var resolved = new HashSet<Operation>();
        var isStarted = state.Start is not null;
        foreach (var (_, message) in inbox)
        {
            if (message.ExecutionStarted is not null)
            {
                if (isStarted)
                    continue;
                isStarted = true;
            }
            else if (message.Resolution() is { } operation && (!state.IsOpen(operation) || !resolved.Add(operation)))
            {
                continue;
            }

            events.Add(message);
        }

        return isStarted && events.Count > 1 ? new Turn(state, events, inbox[^1].Seq, row.CustomStatus, row.Received) : null;
    }

    private static bool IsSuspendOrResume(HistoryEvent message) => message.ExecutionSuspended is not null || message.ExecutionResumed is not null;
}
