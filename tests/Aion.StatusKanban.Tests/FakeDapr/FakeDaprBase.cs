using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Aion.StatusKanban.Tests.FakeDapr;

/// <summary>The server side of the calls of Dapr's gRPC API that status-kanban makes; Dapr.Protos has the client side only.</summary>
[BindServiceMethod(typeof(FakeDaprBase), nameof(BindService))]
internal abstract class FakeDaprBase
{
    public static void BindService(ServiceBinderBase binder, FakeDaprBase? service)
    {
        binder.AddMethod(Unary<BulkPublishRequest, BulkPublishResponse>("BulkPublishEvent"), service is null ? null : service.BulkPublishEvent);
        binder.AddMethod(Unary<PublishEventRequest, Empty>("PublishEvent"), service is null ? null : service.PublishEvent);
        binder.AddMethod(Unary<GetStateRequest, GetStateResponse>("GetState"), service is null ? null : service.GetState);
        binder.AddMethod(Unary<GetBulkStateRequest, GetBulkStateResponse>("GetBulkState"), service is null ? null : service.GetBulkState);
        binder.AddMethod(Unary<SaveStateRequest, Empty>("SaveState"), service is null ? null : service.SaveState);
        binder.AddMethod(Unary<DeleteStateRequest, Empty>("DeleteState"), service is null ? null : service.DeleteState);
        binder.AddMethod(
            Method<SubscribeTopicEventsRequestAlpha1, SubscribeTopicEventsResponseAlpha1>(MethodType.DuplexStreaming, "SubscribeTopicEventsAlpha1"),
            service is null ? null : service.SubscribeTopicEventsAlpha1);
    }

    public abstract Task<BulkPublishResponse> BulkPublishEvent(BulkPublishRequest request, ServerCallContext context);

    public abstract Task<Empty> PublishEvent(PublishEventRequest request, ServerCallContext context);

    public abstract Task<GetStateResponse> GetState(GetStateRequest request, ServerCallContext context);

    public abstract Task<GetBulkStateResponse> GetBulkState(GetBulkStateRequest request, ServerCallContext context);

    public abstract Task<Empty> SaveState(SaveStateRequest request, ServerCallContext context);

    public abstract Task<Empty> DeleteState(DeleteStateRequest request, ServerCallContext context);

    public abstract Task SubscribeTopicEventsAlpha1(
        IAsyncStreamReader<SubscribeTopicEventsRequestAlpha1> requestStream,
        IServerStreamWriter<SubscribeTopicEventsResponseAlpha1> responseStream,
        ServerCallContext context);

    private static Method<TRequest, TResponse> Unary<TRequest, TResponse>(string name)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new() => Method<TRequest, TResponse>(MethodType.Unary, name);

    private static Method<TRequest, TResponse> Method<TRequest, TResponse>(MethodType type, string name)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new() =>
        new(type, "dapr.proto.runtime.v1.Dapr", name, Marshaller<TRequest>(), Marshaller<TResponse>());

    private static Marshaller<T> Marshaller<T>()
        where T : class, IMessage<T>, new()
    {
        var parser = new MessageParser<T>(() => new T());
        return Marshallers.Create(message => message.ToByteArray(), bytes => parser.ParseFrom(bytes));
    }
}
