using Aion.ServiceBroker.Cluster.Liveness;
using Aion.ServiceBroker.Cluster.Master;
using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.Cluster.Settings;
using Aion.ServiceBroker.Cluster.Worker;
using Aion.ServiceBroker.Lifecycle.Board;
using Aion.ServiceBroker.Projects;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Cluster;

/// <summary>What cluster mode adds to a broker. The mode is read when the services are first asked for, so that configuration added later counts.</summary>
internal static class ClusterServices
{
    // Some ten thousand instances. What has not shown the token yet can make the master hold this much.
    private const int LargestReport = 16 * 1024 * 1024;

    public static void AddClusterOptions(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ClusterOptions>().Configure<IConfiguration>((options, configuration) => options.ReadFrom(configuration)).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ClusterOptions>, ClusterOptionsValidator>();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<ClusterOptions>>((kestrel, options) =>
        {
            if (options.Value.Kind == ClusterMode.Master)
            {
                var address = ListenAddress.TryResolve(options.Value.Host, out var problem) ?? throw new InvalidOperationException("Aion:Cluster:Host " + problem);
                kestrel.Listen(address, options.Value.Port, listen => ClusterPort.Mark(listen, options.Value));
                // A stream that nobody is at the other end of any more; the only sign of that for workers without heartbeats.
                var half = TimeSpan.FromSeconds(Math.Max(1, options.Value.Deadline.TotalSeconds / 2));
                (kestrel.Limits.Http2.KeepAlivePingDelay, kestrel.Limits.Http2.KeepAlivePingTimeout) = (half, half);
            }
        });
    }

    /// <summary>After all that an application may still configure: the mode decides what there is.</summary>
    public static void AddCluster(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<LoadMeter>();
        services.AddSingleton(sp => ClusterToken.From(sp.GetRequiredService<IOptions<ClusterOptions>>().Value));
        switch (ClusterOptions.From(builder.Configuration))
        {
            case { Mode: var mode } options when ClusterOptionsValidator.IsMode(mode) && options.Kind == ClusterMode.Master:
                services.AddMaster();
                break;
            case { Mode: var mode } options when ClusterOptionsValidator.IsMode(mode) && options.Kind == ClusterMode.Worker:
                services.AddWorker();
                break;
        }
    }

    public static void MapCluster(this WebApplication app)
    {
        app.UseClusterPort();
        var options = app.Services.GetRequiredService<IOptions<ClusterOptions>>().Value;
        if (options.IgnoredMode is { } ignored)
        {
            Log.ModeIgnored(app.Services.GetRequiredService<ILogger<ClusterOptions>>(), ignored);
        }

        if (options.Kind == ClusterMode.Master)
        {
            app.MapGrpcService<ClusterService>();
            app.MapNodeLiveness();
        }
    }

    private static void AddMaster(this IServiceCollection services)
    {
        services.AddGrpc().AddServiceOptions<ClusterService>(grpc => grpc.MaxReceiveMessageSize = LargestReport);
        services.AddSingleton<NodeTable>();
        services.AddSingleton<NodeStore>();
        services.AddSingleton<ClusterStore>();
        services.AddSingleton<ClusterState>();
        services.AddSingleton<OrderBook>();
        services.AddSingleton<ServiceStates>();
        services.AddSingleton<IOtherNodes>(sp => sp.GetRequiredService<ServiceStates>());
        services.AddSingleton<WorkerLinks>();
        services.AddSingleton<WorkerSessions>();
        services.AddSingleton<NodeQuestions>();
        services.AddSingleton<MasterDistribution>();
        services.AddSingleton<IProjectDistribution>(sp => sp.GetRequiredService<MasterDistribution>());
        services.AddSingleton<IClusterView, MasterView>();
        services.AddSingleton<INodeRegister, NodeRegister>();
        services.AddHostedService<NodeSaver>();
        services.AddHostedService<ClusterLoader>();
        services.AddHostedService<Rescheduling>();
        services.AddNodeLiveness();
    }

    private static void AddWorker(this IServiceCollection services)
    {
        services.AddSingleton<WorkerStore>();
        services.AddSingleton<WorkerState>();
        services.AddSingleton<ToldServices>();
        services.AddSingleton<IOtherNodes>(sp => sp.GetRequiredService<ToldServices>());
        services.AddHostedService(sp => sp.GetRequiredService<ToldServices>());
        services.AddSingleton<Answers>();
        services.AddSingleton<OrderReader>();
        services.AddSingleton<WorkerOrders>();
        services.AddSingleton<IProjectDistribution, WorkerDistribution>();
        services.AddSingleton<IClusterView, WorkerView>();
        services.AddHostedService(sp => sp.GetRequiredService<WorkerOrders>());
        services.AddHostedService<MasterLink>();
    }
}
