using Aion.Sidecar.Components.PubSub;
using Aion.Sidecar.Subscriptions.Events;
using Grpc.Core;

namespace Aion.Sidecar.Subscriptions.Streaming;

/// <summary>
/// The sending side of a stream: takes events from the consumer group as the window has room and writes them in order,
/// many at a time without a flush between them.
/// </summary>
internal sealed class StreamSender(StreamContext context, IPubSubConsumer consumer, StreamWindow window, IServerStreamWriter<StreamFrame> stream) : IDisposable
{
    /// <summary>What is written without a flush waits in memory, however slowly the app reads: so only this much at once.</summary>
    private const int MostUnflushedBytes = 256 * 1024;

    private static readonly WriteOptions MoreFollows = new(WriteFlags.BufferHint);

    private readonly TopicEventEncoder _encoder = new(TopicEventLayout.Single);
    private readonly StreamFrame _frame = new();
    private Task<IReadOnlyList<PubSubDelivery>>? _receiving;
    private IReadOnlyList<PubSubDelivery> _held = [];
    private int _unflushed;

    /// <summary>Sends until <paramref name="stopping"/>; events received but not sent go back, and nobody has seen them.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        try
        {
            await SendAllAsync(ended.Token);
        }
        finally
        {
            await ended.CancelAsync();
            await ReleaseReceivedAsync();
            if (_held.Count > 0)
                await consumer.ReleaseUnseenAsync(_held);
        }
    }

    private async Task SendAllAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var changed = window.NextChange();
            if (window.WaitingAttempt is > 0 and var attempt)
            {
                await Task.Delay(RetrySchedule.Delay(attempt), context.Time, stopping);
                await SendAgainAsync(stopping);
            }
            else if (_held.Count > 0)
            {
                if (MayGo(_held[0]))
                    await SendAsync(_held, stopping);
                else
                    await changed.WaitAsync(stopping);
            }
            else if (window.Room is > 0 and var room)
            {
                _receiving ??= consumer.ReceiveAsync(room, stopping).AsTask();
                // An answer may ask for an earlier event again: then that goes first, and this batch after it.
                if (!_receiving.IsCompleted && await Task.WhenAny(_receiving, changed) != _receiving)
                    continue;
                if (window.Room == 0)
                    continue;
                var batch = await _receiving;
                _receiving = null;
                await SendAsync(batch, stopping);
            }
            else
            {
                await changed.WaitAsync(stopping);
            }
        }
    }

    public void Dispose() => _encoder.Dispose();

    private bool MayGo(PubSubDelivery delivery) => !context.IsGuarded || window.MayAdd(context.IsSuspect(delivery));

    /// <summary>Sends as many of the batch as may go now; the others are held.</summary>
    private async ValueTask SendAsync(IReadOnlyList<PubSubDelivery> batch, CancellationToken stopping)
    {
        var seen = 0;
        _held = [];
        try
        {
            while (seen < batch.Count && MayGo(batch[seen]))
            {
                var delivery = batch[seen++];
                if (await EncodeAsync(delivery, stopping) is not { } id)
                    continue;
                window.Add(delivery, id, context.IsSuspect(delivery));
                await WriteAsync(seen < batch.Count, stopping);
            }
        }
        catch when (seen < batch.Count)
        {
            await consumer.ReleaseUnseenAsync([.. batch.Skip(seen)]);
            throw;
        }

        if (seen < batch.Count)
            _held = [.. batch.Skip(seen)];
        await FlushAsync(stopping);
    }

    /// <summary>A batch that was asked for and perhaps came, but was never begun.</summary>
    private async ValueTask ReleaseReceivedAsync()
    {
        if (_receiving is not { } receiving)
            return;
        await ((Task)receiving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (receiving.IsCompletedSuccessfully)
            await consumer.ReleaseUnseenAsync(await receiving);
    }

    private async ValueTask SendAgainAsync(CancellationToken stopping)
    {
        var waiting = window.TakeWaiting();
        for (var i = 0; i < waiting.Count; i++)
        {
            if (await EncodeAsync(waiting[i].Delivery, stopping) is null)
                window.Settle(waiting[i].Id);
            else
                await WriteAsync(i + 1 < waiting.Count, stopping);
        }

        await FlushAsync(stopping);
    }

    private Task WriteAsync(bool moreFollows, CancellationToken stopping)
    {
        var written = _encoder.Written;
        _frame.Event = written;
        _unflushed += written.Length;
        var mayWait = moreFollows && _unflushed < MostUnflushedBytes;
        if (!mayWait)
            _unflushed = 0;
        stream.WriteOptions = mayWait ? MoreFollows : null;
        return stream.WriteAsync(_frame, stopping);
    }

    /// <summary>For the case that the event meant to be the last of a batch was none to send.</summary>
    private async ValueTask FlushAsync(CancellationToken stopping)
    {
        if (_unflushed > 0)
            await context.FlushAsync(stopping);
        _unflushed = 0;
    }

    /// <summary>Encodes the event and returns its id; null: it is no event to send, and settled.</summary>
    private async ValueTask<string?> EncodeAsync(PubSubDelivery delivery, CancellationToken stopping)
    {
        if (await context.TrySetAsideAsync(consumer, delivery, stopping))
            return null;
        if (!_encoder.TryEncode(context.Subscription, delivery))
            await context.DropAsync(consumer, delivery, "it is not a CloudEvent", stopping);
        else if (_encoder.Expiration < context.Time.GetUtcNow())
            await context.DropAsync(consumer, delivery, "it has expired", stopping);
        else
        {
            _encoder.AddSubscription(context.Subscription);
            return _encoder.Id;
        }

        return null;
    }
}
