using Aion.ServiceDefaults.Sidecar;

namespace Aion.ServiceBroker.Cluster.Liveness;

internal static class LivenessServices
{
    public static void AddNodeLiveness(this IServiceCollection services)
    {
        services.AddSingleton<NodeLoss>();
        services.AddActors(options => options.Actors.RegisterActor<WorkerNode>(WorkerNode.TypeName));
        services.AddSingleton<ActorNodeLiveness>();
        services.AddSingleton<INodeLiveness>(sp => sp.GetRequiredService<ActorNodeLiveness>());
        services.AddHostedService(sp => sp.GetRequiredService<ActorNodeLiveness>());
    }

    /// <summary>What the sidecar calls for actors; nobody else may.</summary>
    public static void MapNodeLiveness(this WebApplication app)
    {
        // By way of a group: what MapActorsHandlers answers takes no conventions that run last.
        var group = app.MapGroup("");
        group.RequireAppToken();
        group.MapActorsHandlers();
    }
}
