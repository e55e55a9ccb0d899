using DurableTask.Protocol;
using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace Dapr.Workflow.Tests.Worker;

/// <summary>Maps the methods of the service that the fake answers. The stand-in compiles only the client's half of it.</summary>
internal sealed class FakeTaskHubMethods : IServiceMethodProvider<FakeTaskHub>
{
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<FakeTaskHub> context)
    {
        context.AddServerStreamingMethod(
            Method<GetWorkItemsRequest, WorkItem>("GetWorkItems", MethodType.ServerStreaming),
            [],
            static (hub, _, writer, call) => hub.GetWorkItems(writer, call));
        context.AddUnaryMethod(
            Method<WorkflowResponse, CompleteTaskResponse>("CompleteOrchestratorTask"), [], static (hub, answer, _) => hub.CompleteTurn(answer));
        context.AddUnaryMethod(
            Method<ActivityResponse, CompleteTaskResponse>("CompleteActivityTask"), [], static (hub, answer, _) => hub.CompleteActivity(answer));
        context.AddUnaryMethod(
            Method<GetInstanceRequest, GetInstanceResponse>("WaitForInstanceCompletion"), [], static (hub, _, _) => hub.Wait());
        context.AddUnaryMethod(
            Method<GetInstanceHistoryRequest, GetInstanceHistoryResponse>("GetInstanceHistory"),
            [],
            static (hub, request, _) => Task.FromResult(hub.Histories[request.InstanceId]));
    }

    private static Method<TRequest, TResponse> Method<TRequest, TResponse>(string name, MethodType type = MethodType.Unary)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new() =>
        new(type, "TaskHubSidecarService", name, Marshaller<TRequest>(), Marshaller<TResponse>());

    private static Marshaller<T> Marshaller<T>()
        where T : class, IMessage<T>, new() =>
        Marshallers.Create(static message => message.ToByteArray(), new MessageParser<T>(static () => new T()).ParseFrom);
}
