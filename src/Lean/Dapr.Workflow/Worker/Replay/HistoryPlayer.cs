using Wire = DurableTask.Protocol;
using Entry = DurableTask.Protocol.HistoryEvent.EventTypeOneofCase;

namespace Dapr.Workflow.Worker.Replay;

/// <summary>
/// Plays a history to a workflow's code, entry by entry. Whatever an entry sets free runs before the next one is played, on this
/// thread. While the instance is suspended entries are held, and played in their order when it is resumed.
/// </summary>
/// <param name="context">Is told the time and whether this is a replay.</param>
/// <param name="actions">What the code asked for.</param>
/// <param name="inbox">Where events go.</param>
/// <param name="start">Runs the code until it first waits.</param>
internal sealed class HistoryPlayer(ReplayContext context, ActionLedger actions, EventInbox inbox, Action start)
{
    private readonly List<Wire.HistoryEvent> _held = [];
    private bool _started;

    /// <summary>Whether the history ends in a suspension: the code must not act.</summary>
    public bool IsSuspended { get; private set; }

    /// <exception cref="NonDeterministicWorkflowException">The code does not do what the history says.</exception>
    public void Play(IEnumerable<Wire.HistoryEvent> entries, bool isReplaying)
    {
        context.SetReplaying(isReplaying);
        foreach (var entry in entries)
        {
            if (IsSuspended && entry.EventTypeCase is not Entry.ExecutionResumed)
            {
                _held.Add(entry);
                continue;
            }

            // The turns of held entries answered without actions; only after others must all of them be in the history.
            if (entry.EventTypeCase == Entry.WorkflowStarted && _started)
            {
                actions.BeginTurn();
            }

            Play(entry);
        }
    }

    private void Play(Wire.HistoryEvent entry)
    {
        switch (entry.EventTypeCase)
        {
            case Entry.WorkflowStarted:
                context.SetTime(entry.Timestamp.ToDateTime());
                break;
            case Entry.ExecutionStarted when !_started:
                _started = true;
                start();
                break;
            case Entry.TaskScheduled or Entry.ChildWorkflowInstanceCreated or Entry.TimerCreated or Entry.EventSent:
                actions.Confirm(entry);
                break;
            case Entry.TaskCompleted:
                actions.Complete(entry.TaskCompleted.TaskScheduledId, entry);
                break;
            case Entry.TaskFailed:
                actions.Complete(entry.TaskFailed.TaskScheduledId, entry);
                break;
            case Entry.ChildWorkflowInstanceCompleted:
                actions.Complete(entry.ChildWorkflowInstanceCompleted.TaskScheduledId, entry);
                break;
            case Entry.ChildWorkflowInstanceFailed:
                actions.Complete(entry.ChildWorkflowInstanceFailed.TaskScheduledId, entry);
                break;
            case Entry.TimerFired:
                actions.Complete(entry.TimerFired.TimerId, entry);
                break;
            case Entry.EventRaised:
                inbox.Raise(entry);
                break;
            case Entry.ExecutionSuspended:
                IsSuspended = true;
                break;
            case Entry.ExecutionResumed:
                Resume();
                break;
        }
    }

    private void Resume()
    {
        IsSuspended = false;
        var held = _held.ToArray();
        _held.Clear();
        // One resumption ends any number of suspensions.
        foreach (var entry in held.Where(static entry => entry.EventTypeCase != Entry.ExecutionSuspended))
        {
            Play(entry);
        }
    }
}
