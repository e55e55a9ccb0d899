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
    private static readonly WriteOptions MoreFollows = new(WriteFlags.BufferHint);

    private readonly TopicEventEncoder _encoder = new(TopicEventLayout.Single);
    private readonly StreamFrame _frame = new();
    private bool _isFlushed = true;

    /// <summary>Sends until <paramref name="stopping"/>; events received but not sent go back with the consumer.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        Task<IReadOnlyList<PubSubDelivery>>? receiving = null;
        while (!stopping.IsCancellationRequested)
        {
            var changed = window.NextChange();
            if (window.WaitingAttempt is > 0 and var attempt)
            {
                await Task.Delay(RetrySchedule.Delay(attempt), context.Time, stopping);
                await SendAgainAsync(stopping);
            }
            else if (window.Room is > 0 and var room)
            {
                receiving ??= consumer.ReceiveAsync(room, stopping).AsTask();
                // An answer may ask for an earlier event again: then that goes first, and this batch after it.
                if (!receiving.IsCompleted && await Task.WhenAny(receiving, changed) != receiving)
                    continue;
                if (window.Room == 0)
                    continue;
                var batch = await receiving;
                receiving = null;
                await SendAsync(batch, stopping);
            }
            else
            {
                await changed.WaitAsync(stopping);
            }
        }
    }

    public void Dispose() => _encoder.Dispose();

    private async ValueTask SendAsync(IReadOnlyList<PubSubDelivery> batch, CancellationToken stopping)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            if (await EncodeAsync(batch[i], stopping) is not { } id)
                continue;
            window.Add(batch[i], id);
            await WriteAsync(i + 1 < batch.Count, stopping);
        }

        await FlushAsync(stopping);
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
        _frame.Event = _encoder.Written;
        stream.WriteOptions = moreFollows ? MoreFollows : null;
        _isFlushed = !moreFollows;
        return stream.WriteAsync(_frame, stopping);
    }

    /// <summary>For the case that the event meant to be the last of a batch was none to send.</summary>
    private async ValueTask FlushAsync(CancellationToken stopping)
    {
        if (!_isFlushed)
            await context.FlushAsync(stopping);
        _isFlushed = true;
    }

    /// <summary>Encodes the event and returns its id; null: it is no event to send, and settled.</summary>
    private async ValueTask<string?> EncodeAsync(PubSubDelivery delivery, CancellationToken stopping)
    {
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
