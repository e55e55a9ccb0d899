using System.Threading.Channels;
using Aion.Contracts.Events;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Grpc.Core;
using DaprApi = Dapr.Client.Autogen.Grpc.v1.Dapr;

namespace Aion.StatusKanban.Queues;

/// <summary>Moves kanbans to kanban.dead. Each stays in its queue, unacknowledged, until it is durable there.</summary>
internal sealed class DeadLetters(
    DaprApi.DaprClient dapr, StatusKanbanMetrics metrics, TimeProvider time, ILogger<DeadLetters> logger) : BackgroundService
{
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
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not acknowledged, so they come again after the start.
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
        var request = new PublishEventRequest
        {
            PubsubName = Topics.PubSubComponent,
            Topic = Topics.Dead,
            DataContentType = KanbanEvent.ContentType,
            Data = UnsafeByteOperations.UnsafeWrap(envelope.ToArray()),
        };
        for (var pause = TimeSpan.FromMilliseconds(50); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await dapr.PublishEventAsync(request, cancellationToken: ct);
                return;
            }
            catch (RpcException e) when (!ct.IsCancellationRequested)
            {
                Log.SetAsideRetried(logger, envelope.Id, e.Status.Detail);
                await Task.Delay(pause, time, ct);
            }
        }
    }
}
