using Aion.Sidecar.Components.PubSub;
using Aion.Sidecar.Protocol;
using Grpc.Core;
using Status = Aion.Sidecar.Protocol.TopicEventResponse.Types.TopicEventResponseStatus;

namespace Aion.Sidecar.Subscriptions.Streaming;

/// <summary>The receiving side of a stream: reads the app's answers and settles events, many in one acknowledgement.</summary>
internal sealed class StreamReceiver(
    StreamContext context, IPubSubConsumer consumer, StreamWindow window, IAsyncStreamReader<SubscribeTopicEventsRequestAlpha1> stream)
{
    private readonly List<PubSubDelivery> _settled = [];

    /// <summary>Reads until the app ends its side of the stream. Answers that came are acted on even if the stream breaks.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(cancellationToken);
        }
        finally
        {
            await AcknowledgeAsync(CancellationToken.None);
        }
    }

    private async ValueTask ReadAsync(CancellationToken cancellationToken)
    {
        while (await MoveNextAsync(cancellationToken))
        {
            if (stream.Current.EventProcessed is not { } answer)
                throw new RpcException(new global::Grpc.Core.Status(StatusCode.InvalidArgument, "duplicate initial request received"));
            switch (answer.Status?.Status ?? Status.Success)
            {
                case Status.Success:
                    if (window.Settle(answer.Id) is { } delivery)
                        _settled.Add(delivery);
                    break;
                case Status.Drop:
                    await DropAsync(answer.Id, "the app answered DROP", cancellationToken);
                    break;
                default:
                    await ReturnAsync(answer.Id, cancellationToken);
                    break;
            }
        }
    }

    /// <summary>Acknowledges what was gathered as soon as the next answer is not there yet.</summary>
    private async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        var next = stream.MoveNext(cancellationToken);
        if (!next.IsCompleted)
            await AcknowledgeAsync(cancellationToken);
        return await next;
    }

    private async ValueTask AcknowledgeAsync(CancellationToken cancellationToken)
    {
        if (_settled.Count == 0)
            return;
        await consumer.AcknowledgeAsync([.. _settled], cancellationToken);
        _settled.Clear();
    }

    private async ValueTask ReturnAsync(string id, CancellationToken cancellationToken)
    {
        if (window.AttemptOf(id) is var attempt && context.MayRetry(attempt))
            window.Return(id);
        else
            await DropAsync(id, $"the app answered RETRY, {attempt} times", cancellationToken);
    }

    private async ValueTask DropAsync(string id, string reason, CancellationToken cancellationToken)
    {
        if (window.Settle(id) is { } delivery)
            await context.DropAsync(consumer, delivery, reason, cancellationToken);
    }
}
