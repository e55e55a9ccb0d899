using Aion.Sidecar.Components.PubSub.Groups;

namespace Aion.Sidecar.Components.PubSub.Redis;

/// <summary>Messages between the reader of a stream and its group; the reader waits when there are enough.</summary>
internal sealed class ReadAhead(int depth)
{
    private readonly Lock gate = new();
    private readonly Queue<StoredMessage> messages = new();
    private TaskCompletionSource room = Completed();

    /// <summary>Completes when there is room; the answer is for how many.</summary>
    public async Task<int> WaitForRoomAsync(CancellationToken cancellationToken)
    {
        Task waiting;
        lock (gate)
        {
            if (messages.Count >= depth && room.Task.IsCompleted)
            {
                room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            waiting = room.Task;
        }

        await waiting.WaitAsync(cancellationToken);
        lock (gate)
        {
            return depth - messages.Count;
        }
    }

    public void Add(StoredMessage message)
    {
        lock (gate)
        {
            messages.Enqueue(message);
        }
    }

    public void Take(int maximum, Queue<StoredMessage> into)
    {
        lock (gate)
        {
            for (var i = 0; i < maximum && messages.TryDequeue(out var message); i++)
            {
                into.Enqueue(message);
            }

            if (messages.Count < depth)
            {
                room.TrySetResult();
            }
        }
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }
}
