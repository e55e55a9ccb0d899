using Aion.Sidecar.Hosting;
using Aion.Sidecar.Protocol;
using Aion.Sidecar.Subscriptions.Streaming;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace Aion.Sidecar.Api.Grpc;

/// <summary>
/// Binds Dapr.SubscribeTopicEventsAlpha1 by hand, because its responses are written as bytes and not as message objects.
/// </summary>
internal sealed class StreamingMethodProvider(SidecarApp app) : IServiceMethodProvider<DaprService>
{
    private static readonly Method<SubscribeTopicEventsRequestAlpha1, StreamFrame> Method = new(
        MethodType.DuplexStreaming,
        "dapr.proto.runtime.v1.Dapr",
        "SubscribeTopicEventsAlpha1",
        Marshallers.Create(
            (request, _) => throw new NotSupportedException("A request is only received."),
            context => SubscribeTopicEventsRequestAlpha1.Parser.ParseFrom(context.PayloadAsReadOnlySequence())),
        StreamFrame.Marshaller);

    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<DaprService> context) =>
        context.AddDuplexStreamingMethod(
            Method, [], (_, requests, responses, call) => new StreamSubscription(app).RunAsync(requests, responses, call));
}
