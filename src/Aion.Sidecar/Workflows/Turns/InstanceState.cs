using Aion.Sidecar.Workflows.Storage;
using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows.Turns;

/// <summary>An instance as its history tells it, between two turns.</summary>
internal sealed class InstanceState
{
    /// <summary>About what the objects of an event take besides its text, which is UTF-16 in memory.</summary>
    private const int ObjectSize = 400;

    private readonly HashSet<Operation> _open = [];
    private readonly HashSet<Operation> _scheduled = [];

    public InstanceState(InstanceRef instance, long turn, IEnumerable<HistoryEvent> history)
    {
        (Instance, Turn) = (instance, turn);
        Append(history);
    }

    public InstanceRef Instance { get; }

    /// <summary>How many turns were committed.</summary>
    public long Turn { get; private set; }

    public List<HistoryEvent> History { get; } = [];

    /// <summary>About how many bytes it takes in memory.</summary>
    public long Size { get; private set; } = 2 * ObjectSize;

    /// <summary>The start of the present run; null: it had no turn yet.</summary>
    public HistoryEvent? Start { get; private set; }

    public bool IsSuspended { get; private set; }

    /// <summary>The version that a worker gave the workflow.</summary>
    public string? Version { get; private set; }

    /// <summary>The patches that the code had applied in earlier turns.</summary>
    public List<string> Patches { get; } = [];

    /// <summary>Whether it was scheduled and has no result.</summary>
    public bool IsOpen(Operation operation) => _open.Contains(operation);

    public bool WasScheduled(Operation operation) => _scheduled.Contains(operation);

    /// <summary>Takes what a committed turn added.</summary>
    public void Advance(IReadOnlyList<HistoryEvent> events)
    {
        Turn++;
        Append(events);
    }

    private void Append(IEnumerable<HistoryEvent> events)
    {
        foreach (var message in events)
        {
            History.Add(message);
            Size += ObjectSize + (2 * message.CalculateSize());
            if (message.Scheduled() is { } scheduled)
            {
                _open.Add(scheduled);
                _scheduled.Add(scheduled);
            }
            else if (message.Resolution() is { } resolved)
            {
                _open.Remove(resolved);
            }
            else
            {
                Note(message);
            }
        }
    }

    private void Note(HistoryEvent message)
    {
        switch (message.EventTypeCase)
        {
            case HistoryEvent.EventTypeOneofCase.ExecutionStarted:
                Start = message;
                break;
            case HistoryEvent.EventTypeOneofCase.ExecutionSuspended:
                IsSuspended = true;
                break;
            case HistoryEvent.EventTypeOneofCase.ExecutionResumed:
                IsSuspended = false;
                break;
            case HistoryEvent.EventTypeOneofCase.WorkflowStarted when message.WorkflowStarted.Version is { } version:
                Version = version.HasName ? version.Name : Version;
                Patches.AddRange(version.Patches);
                break;
        }
    }
}
