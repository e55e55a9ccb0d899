using Aion.Sidecar.Components.Sqlite;
using Aion.Sidecar.Workflows.Turns;
using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>Steps that several transactions have in common.</summary>
internal static class InstanceWriter
{
    public static CreateResult Create(
        SqliteDatabase database, CommitEffects effects, string app, HistoryEvent start, PropagatedHistory? received, bool wantsFreshId, DateTime now)
    {
        var id = start.ExecutionStarted.WorkflowInstance.InstanceId;
        if (InstanceTable.Find(database, app, id) is { } former)
        {
            if (!former.IsCompleted)
                return CreateResult.Active;
            if (wantsFreshId)
                return CreateResult.Used;
            if (HasActiveChildren(database, former))
                return CreateResult.HasActiveChildren;
            InstanceTable.Delete(database, former.Instance.Key);
            effects.Cancelled.Add(former.Instance);
        }

        var due = start.ExecutionStarted.ScheduledStartTimestamp?.ToDateTime() is { } time && time > now ? time.Ticks : (long?)null;
        var instance = new InstanceRef(app, id, InstanceTable.Insert(database, app, id, start, received, due is not null, now));
        if (due is { } later)
        {
            TimerTable.Add(database, instance.Key, WorkflowSchema.StartTimer, later, start);
            effects.AddTimer(later);
        }
        else
        {
            InboxTable.Add(database, instance.Key, start);
            effects.Ready.Add(instance);
        }

        return CreateResult.Created;
    }

    public static AddEventResult AddEvent(
        SqliteDatabase database, CommitEffects effects, string app, string id, string? executionId, HistoryEvent message)
    {
        if (InstanceTable.Find(database, app, id) is not { } row)
            return AddEventResult.NotFound;
        if (row.IsCompleted || (executionId is { Length: > 0 } && executionId != row.ExecutionId))
            return AddEventResult.Ended;
        if (row.Status == OrchestrationStatus.Stalled && message.EventTypeCase == HistoryEvent.EventTypeOneofCase.EventRaised)
            return AddEventResult.Stalled;

        // A workflow that is terminated before its time gets its start first: no worker knows an instance without one.
        var wakes = row.IsScheduled ? message.ExecutionTerminated is not null : message.Wakes();
        if (wakes && row.IsScheduled && TimerTable.Take(database, row.Instance.Key, WorkflowSchema.StartTimer) is { } start)
        {
            InboxTable.Restart(database, row.Instance.Key, [start]);
            InstanceTable.Release(database, row.Instance.Key);
        }

        InboxTable.Add(database, row.Instance.Key, message, wakes);
        if (!row.IsHeld || wakes)
            effects.Ready.Add(row.Instance);
        return AddEventResult.Added;
    }

    public static List<(string App, string Id)> Children(SqliteDatabase database, InstanceRef instance) =>
    [
        .. HistoryTable.Read(database, instance.Key)
            .Where(message => message.ChildWorkflowInstanceCreated is not null)
            .Select(message => (message.Router.Target(instance.App), message.ChildWorkflowInstanceCreated.InstanceId))
            .Distinct(),
    ];

    private static bool HasActiveChildren(SqliteDatabase database, InstanceRow row)
    {
        // A workflow may have asked for a child of its own id, or of one above it: the ids can go round in a circle.
        var seen = new HashSet<long> { row.Instance.Key };
        var parents = new Stack<InstanceRef>([row.Instance]);
        while (parents.TryPop(out var parent))
        {
            foreach (var (app, id) in Children(database, parent))
            {
                if (InstanceTable.Find(database, app, id) is not { } child || !seen.Add(child.Instance.Key))
                    continue;
                if (!child.IsCompleted)
                    return true;
                parents.Push(child.Instance);
            }
        }

        return false;
    }
}
