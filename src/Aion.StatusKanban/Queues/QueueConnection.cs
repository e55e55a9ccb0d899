using Dapr.AppCallback.Autogen.Grpc.v1;
using Dapr.Client.Autogen.Grpc.v1;
using Grpc.Core;

namespace Aion.StatusKanban.Queues;

/// <summary>One life of a subscription: from its start to the loss of its stream. Only the settlement loop answers on it.</summary>
internal sealed class QueueConnection(IClientStreamWriter<SubscribeTopicEventsRequestAlpha1> requests)
{
    private static readonly TopicEventResponse Success = new() { Status = TopicEventResponse.Types.TopicEventResponseStatus.Success };
    private volatile bool _closed;

    /// <summary>The stream is gone; what it delivered comes again on the next one.</summary>
    public bool IsClosed => _closed;

    public void Close() => _closed = true;

    /// <summary>Tells the sidecar that the event is done with. A lost stream is no error: the event comes again and is recognised.</summary>
    public async ValueTask AcknowledgeAsync(string eventId, bool more)
    {
        if (_closed)
        {
            return;
        }

        try
        {
            // The hint lets a batch of answers leave in one write.
            requests.WriteOptions = more ? s_buffered : null;
            await requests.WriteAsync(new SubscribeTopicEventsRequestAlpha1
            {
                EventProcessed = new SubscribeTopicEventsRequestProcessedAlpha1 { Id = eventId, Status = Success },
            });
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException or OperationCanceledException or IOException)
        {
            _closed = true;
        }
    }

    private static readonly WriteOptions s_buffered = new(WriteFlags.BufferHint);
}
