using Aion.Sidecar.Components.Sqlite;
using Aion.Sidecar.Workflows.Turns;
using DurableTask.Protocol;

namespace Aion.Sidecar.Workflows.Storage;

/// <summary>Commits a turn. Answers whether the instance is at once ready for the next; null: the turn was of a state that is gone.</summary>
internal sealed class TurnWork(ICommitSink sink, TurnCommit commit, DateTime now) : WorkflowWork<bool?>(sink)
{
    public override int Bytes => 512 + (256 * commit.Events.Count);

    /// <inheritdoc cref="TurnWork"/>
    public static bool? Write(SqliteDatabase database, CommitEffects effects, TurnCommit commit, DateTime now)
    {
        if (!InstanceTable.TryAdvance(database, commit, now))
            return null;
        var key = commit.Instance.Key;
        if (commit.LastSeq is { } lastSeq)
            InboxTable.Remove(database, key, lastSeq);
        if (commit.NextRun is { } nextRun)
            Restart(database, commit, nextRun);
        HistoryTable.Append(database, key, commit.Turn, commit.Events);
        Send(database, effects, commit, now);
        if (commit.Outcome is not null)
            End(database, effects, commit);
        Schedule(database, effects, commit);
        effects.Changed.Add(commit.Instance);
        return commit.Outcome is null && InboxTable.IsReady(database, key, commit.IsHeld);
    }

    protected override bool? Store(SqliteDatabase database) => Write(database, Effects, commit, now);

    private static void Restart(SqliteDatabase database, TurnCommit commit, IReadOnlyList<HistoryEvent> nextRun)
    {
        var key = commit.Instance.Key;
        HistoryTable.Clear(database, key);
        TimerTable.Clear(database, key);
        InstanceTable.Restart(database, key, nextRun[0], commit.Received);
        InboxTable.Restart(database, key, nextRun);
    }

    private static void End(SqliteDatabase database, CommitEffects effects, TurnCommit commit)
    {
        InboxTable.Clear(database, commit.Instance.Key);
        TimerTable.Clear(database, commit.Instance.Key);
        effects.Ended.Add((commit.Instance.App, commit.Status));

        // Activities that nobody awaits are done all the same, unless the workflow was told to stop.
        if (commit.Status == OrchestrationStatus.Terminated)
        {
            TaskTable.Clear(database, commit.Instance.Key);
            effects.Cancelled.Add(commit.Instance);
        }
    }

    private static void Schedule(SqliteDatabase database, CommitEffects effects, TurnCommit commit)
    {
        foreach (var task in commit.Tasks)
        {
            TaskTable.Add(database, task);
            effects.Tasks.Add(task);
        }

        if (commit.Outcome is not null)
            return;
        foreach (var (id, due, fired) in commit.Timers)
        {
            TimerTable.Add(database, commit.Instance.Key, id, due, fired);
            effects.AddTimer(due);
        }
    }

    private static void Send(SqliteDatabase database, CommitEffects effects, TurnCommit commit, DateTime now)
    {
        foreach (var start in commit.Starts)
        {
            var result = InstanceWriter.Create(database, effects, start.App, start.Start, start.Shown, wantsFreshId: false, now);
            if (result != CreateResult.Created && start.TaskId is { } taskId && commit.Outcome is null)
                InboxTable.Add(database, commit.Instance.Key, EngineEvents.ChildRefused(taskId, start.Id, now));
        }

        foreach (var message in commit.Messages)
            InstanceWriter.AddEvent(database, effects, message.App, message.Id, message.ExecutionId, message.Event);
    }
}
