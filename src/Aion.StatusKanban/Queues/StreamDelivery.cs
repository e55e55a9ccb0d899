using Aion.Contracts.State;
using Aion.StatusKanban.Projects;
using Grpc.Core;

namespace Aion.StatusKanban.Queues;

/// <summary>
/// Feeds a kanbanpb stream, on which a client cannot answer. A kanban counts as acknowledged when it is written to the live
/// stream (AION's rule); where the project says <c>acknowledge: output</c>, when the service sends its output, and until then the
/// stream gets no further one.
/// </summary>
internal sealed class StreamDelivery(
    QueueRegistry queues, CurrentProject project, InitialKanban initialKanban, UndeclaredNotice undeclared)
{
    // How many kanbans leave in one write while more are waiting.
    private const int WriteBatch = 32;
    private static readonly WriteOptions Buffered = new(WriteFlags.BufferHint);

    /// <summary>Delivers until the token is cancelled or the client is gone.</summary>
    public async Task RunAsync(QueueKey key, bool initial, IServerStreamWriter<KanbanMessage> stream, CancellationToken ct)
    {
        await using var notice = undeclared.Watch(key);
        var consumer = queues.Attach(key, explicitAnswers: false);
        try
        {
            using var closing = ct.UnsafeRegister(static c => ((QueueConsumer)c!).Close(), consumer);
            if (initial)
            {
                await stream.WriteAsync(initialKanban.Create(key), ct);
            }

            while (await TakeAsync(key, consumer) is { } held)
            {
                await WriteAsync(consumer, held, stream, ct);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException)
        {
            // The client is gone; what it held goes to others.
        }
        finally
        {
            queues.Detach(key, consumer);
        }
    }

    private ValueTask<HeldKanban?> TakeAsync(QueueKey key, QueueConsumer consumer)
    {
        consumer.CountsAttempts = project.AcknowledgeOf(key.Service) == AcknowledgeModes.Output;
        consumer.Prefetch = consumer.CountsAttempts ? 1 : WriteBatch;
        return consumer.TakeAsync();
    }

    private static async Task WriteAsync(
        QueueConsumer consumer, HeldKanban first, IServerStreamWriter<KanbanMessage> stream, CancellationToken ct)
    {
        for (HeldKanban? held = first, next; held is not null; held = next)
        {
            next = consumer.TryTake();
            stream.WriteOptions = next is null ? null : Buffered;
            var write = stream.WriteAsync(held.Kanban, CancellationToken.None);
            if (!write.IsCompletedSuccessfully)
            {
                // A client that does not read must not hold up the stop of the app.
                await write.WaitAsync(ct);
            }
        }

        if (!consumer.CountsAttempts)
        {
            // A stream that ended meanwhile takes what is written to it, and throws it away.
            ct.ThrowIfCancellationRequested();
            consumer.SettleAll();
        }
    }
}
