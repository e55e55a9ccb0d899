using Dapr.Actors.Runtime;

namespace Aion.ServiceBroker.Cluster.Liveness;

/// <summary>
/// Guards one worker with a durable reminder: it fires also when this broker was away when the deadline passed. A heartbeat
/// pushes the deadline by being noted in the node table, not by a call here: when the reminder fires it looks there, and
/// is set again for what is left. A node that lives costs two calls per deadline, however often it reports.
/// </summary>
internal sealed class WorkerNode(ActorHost host, NodeLoss loss) : Actor(host), IWorkerNode, IRemindable
{
    /// <summary>The actor type.</summary>
    public const string TypeName = "WorkerNode";

    private const string Reminder = "deadline";

    public Task WatchAsync() => RemindAsync(loss.Deadline);

    public async Task ReceiveReminderAsync(string reminderName, byte[] state, TimeSpan dueTime, TimeSpan period)
    {
        if (loss.Check(Id.GetId()) is { } rest)
        {
            await RemindAsync(rest);
        }
    }

    // Once: the next one depends on what is heard until then.
    private Task<IActorReminder> RemindAsync(TimeSpan rest) =>
        RegisterReminderAsync(Reminder, null, rest > TimeSpan.Zero ? rest : TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(-1));
}
