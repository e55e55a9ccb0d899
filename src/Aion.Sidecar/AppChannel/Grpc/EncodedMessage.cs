using Grpc.Core;

namespace Aion.Sidecar.AppChannel.Grpc;

/// <summary>A request that is wire bytes already.</summary>
internal sealed class EncodedMessage
{
    public ReadOnlyMemory<byte> Bytes { get; set; }

    public static Marshaller<EncodedMessage> Marshaller { get; } = new(Serialize, Deserialize);

    private static void Serialize(EncodedMessage message, SerializationContext context)
    {
        context.SetPayloadLength(message.Bytes.Length);
        var writer = context.GetBufferWriter();
        message.Bytes.Span.CopyTo(writer.GetSpan(message.Bytes.Length));
        writer.Advance(message.Bytes.Length);
        context.Complete();
    }

    private static EncodedMessage Deserialize(DeserializationContext context) => new() { Bytes = context.PayloadAsNewBuffer() };
}
