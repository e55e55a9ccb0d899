namespace Aion.StatusKanban.Api;

/// <summary>Registers the gRPC services. They are singletons: a call makes no object graph of its own.</summary>
internal static class ApiServices
{
    public static IServiceCollection AddKanbanApi(this IServiceCollection services, int maxMessageBytes)
    {
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = maxMessageBytes;
            grpc.MaxSendMessageSize = maxMessageBytes;
        });
        services.AddSingleton<ServerStop>();
        services.AddSingleton<KanbanService>();
        services.AddSingleton<KanbanQueueService>();
        return services;
    }
}
