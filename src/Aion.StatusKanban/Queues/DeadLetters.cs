using System.Threading.Channels;
using Aion.Contracts.Events;
using Aion.Contracts.State;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Grpc.Core;
using DaprApi = Dapr.Client.Autogen.Grpc.v1.Dapr;

namespace Aion.StatusKanban.Queues;

/// <summary>Moves kanbans to kanban.dead. Each stays in its queue, unacknowledged, until it is durable there.</summary>
internal sealed class DeadLetters(
    DaprApi.DaprClient dapr, LargeLetters large, StatusKanbanMetrics metrics, TimeProvider time, ILogger<DeadLetters> logger) : BackgroundService
{
    // A store that is full for a moment says the same as one that will never take an event of this size.
    private const int RefusalsThatCount = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // Its bound is that of the queues: whatever is in here is held by one of them.
    private readonly Channel<DeadLetter> _letters = Channel.CreateUnbounded<DeadLetter>(new() { SingleReader = true });

    /// <summary>Called under the queue's lock, so it only takes a note.</summary>
    public void Enqueue(KanbanQueue queue, HeldKanban held, string reason, string text) =>
        _letters.Writer.TryWrite(new DeadLetter(queue, held, reason, text));

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var letter in _letters.Reader.ReadAllAsync(stoppingToken))
            {
                await PublishAsync(letter, stoppingToken);
                metrics.Dead(letter.Reason);
                Log.SetAside(logger, letter.Held.Event.Id, letter.Queue.Key, letter.Reason, letter.Text);
                letter.Queue.FinishSetAside(letter.Held);
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // Whatever a publish says that the stop interrupts: the rest is not acknowledged, and comes again after the start.
        }
    }

    private async Task PublishAsync(DeadLetter letter, CancellationToken ct)
    {
        var envelope = letter.Held.Event with
        {
            Reason = letter.Reason,
            ReasonText = letter.Text,
            SourceQueue = letter.Queue.Key.Topic,
            Attempt = Math.Max(1, letter.Held.Attempt),
        };
        if (await RefusalAsync(envelope, ct) is { } refusal)
        {
            var reduced = await TryForEverAsync(() => large.StoreAsync(envelope, ct), envelope.Id, ct);
            Log.Stored(logger, envelope.Id, letter.Queue.Key, reduced.StoredParts, StateKeys.LetterPart(envelope.Id, 0), refusal);
            if (await RefusalAsync(reduced, ct) is { } again)
            {
                Log.Unpublished(logger, envelope.Id, letter.Queue.Key, again);
            }
        }
    }

    /// <summary>Null when it is published, else why the sidecar will never take it.</summary>
    private async Task<string?> RefusalAsync(KanbanEvent envelope, CancellationToken ct)
    {
        var request = new PublishEventRequest
        {
            PubsubName = Topics.PubSubComponent,
            Topic = Topics.Dead,
            DataContentType = KanbanEvent.ContentType,
            Data = UnsafeByteOperations.UnsafeWrap(envelope.ToArray()),
        };
        var refusals = 0;
        return await TryForEverAsync<string?>(
            async () =>
            {
                try
                {
                    await dapr.PublishEventAsync(request, cancellationToken: ct);
                    return null;
                }
                catch (RpcException e) when (e.StatusCode is StatusCode.InvalidArgument or StatusCode.ResourceExhausted && ++refusals >= RefusalsThatCount)
                {
                    return $"{e.StatusCode}: {e.Status.Detail}";
                }
            },
            envelope.Id,
            ct);
    }

    private async Task<T> TryForEverAsync<T>(Func<Task<T>> action, string kanbanId, CancellationToken ct)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await action();
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                // Whatever it is: this loop must outlive it, or no kanban could be set aside any more.
                Log.SetAsideRetried(logger, kanbanId, e is RpcException rpc ? rpc.Status.Detail : e.Message);
                await Task.Delay(pause, time, ct);
            }
        }
    }
}
