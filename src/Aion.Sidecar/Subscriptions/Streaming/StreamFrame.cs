using Aion.Sidecar.Subscriptions.Events;
using Grpc.Core;

namespace Aion.Sidecar.Subscriptions.Streaming;

/// <summary>
/// SubscribeTopicEventsResponseAlpha1 as wire bytes: initial_response = 1 (empty), event_message = 2. One frame serves a
/// whole stream, because a write has copied it out before it completes.
/// </summary>
internal sealed class StreamFrame
{
    private const byte InitialResponse = 0x0A;
    private const byte EventMessage = 0x12;

    /// <summary>The encoded TopicEventRequest; null: the initial response.</summary>
    public ReadOnlyMemory<byte>? Event { get; set; }

    public static Marshaller<StreamFrame> Marshaller { get; } = new(Serialize, _ => throw new NotSupportedException("A frame is only sent."));

    private static void Serialize(StreamFrame frame, SerializationContext context)
    {
        var content = frame.Event ?? default;
        var size = 1 + ProtobufBuffer.VarintSize((uint)content.Length) + content.Length;
        context.SetPayloadLength(size);
        var writer = context.GetBufferWriter();
        var span = writer.GetSpan(size);
        span[0] = frame.Event is null ? InitialResponse : EventMessage;
        var at = 1;
        var length = (uint)content.Length;
        for (; length >= 0x80; length >>= 7)
            span[at++] = (byte)(length | 0x80);
        span[at++] = (byte)length;
        content.Span.CopyTo(span[at..]);
        writer.Advance(size);
        context.Complete();
    }
}
