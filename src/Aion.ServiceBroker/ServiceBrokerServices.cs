using Aion.ServiceBroker.Cluster;
using Aion.ServiceBroker.DeadLetters;
using Aion.ServiceBroker.Health;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Lifecycle.Board;
using Aion.ServiceBroker.Lifecycle.Explaining;
using Aion.ServiceBroker.Lifecycle.Runs;
using Aion.ServiceBroker.Lifecycle.Workflows;
using Aion.ServiceBroker.Outbox;
using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Platforms.Processes;
using Aion.ServiceBroker.Platforms.Processes.Logs;
using Aion.ServiceBroker.Projects;
using Aion.ServiceBroker.Routing;
using Aion.ServiceBroker.Security;
using Aion.ServiceBroker.State;
using Aion.ServiceBroker.Telemetry;
using Dapr.Workflow;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker;

/// <summary>What the broker consists of.</summary>
internal static class ServiceBrokerServices
{
    private const long LargestDelivery = 256 * 1024 * 1024;

    public static void AddBrokerOptions(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ServiceBrokerOptions>().Configure<IConfiguration>((options, configuration) =>
        {
            configuration.GetSection("Aion:ServiceBroker").Bind(options);
            options.Home = Path.GetFullPath(configuration["Aion:Home"] ?? configuration["AION_HOME"] ?? options.Home);
            options.ApiToken = ApiToken.Read(configuration, out _);
            options.KanbanAddress = configuration["Aion:KanbanAddress"] ?? options.KanbanAddress;
        });
        builder.Services.AddSingleton<IValidateOptions<ServiceBrokerOptions>, ServiceBrokerOptionsValidator>();
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<ServiceBrokerOptions>>((host, options) =>
            host.ShutdownTimeout = options.Value.StopGrace + options.Value.TerminateGrace + TimeSpan.FromSeconds(15));
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<ServiceBrokerOptions>>((kestrel, options) =>
        {
            kestrel.Limits.MaxRequestBodySize = LargestDelivery;
            // The options were validated: a name that is unknown by now was known a moment ago.
            var address = ListenAddress.TryResolve(options.Value.Host, out var problem) ?? throw new InvalidOperationException("Aion:ServiceBroker:Host " + problem);
            kestrel.Listen(address, options.Value.HttpPort, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(address, options.Value.GrpcPort, listen => listen.Protocols = HttpProtocols.Http2);
        });
    }

    /// <summary>Hosted services stop in the opposite order: the journal is there until the last instance has ended.</summary>
    public static void AddBrokerServices(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddGrpc().AddServiceOptions<ProjectGrpcService>(grpc => grpc.Interceptors.Add<TokenInterceptor>());
        services.AddSingleton(sp => new ApiToken(sp.GetRequiredService<IOptions<ServiceBrokerOptions>>().Value.ApiToken));
        services.AddSingleton<BrokerMetrics>();
        services.AddSingleton<BrokerState>();
        services.AddSingleton<IClusterView, AloneView>();
        services.AddSingleton<INodeRegister, NoNodes>();
        services.AddKanbanRouting().AddPlatform().AddLifecycle();
        services.AddHostedService(sp => sp.GetRequiredService<LifecycleJournal>());
        services.AddDaprWorkflow(workflows =>
        {
            workflows.RegisterWorkflow<InstanceWorkflow>();
            workflows.RegisterActivity<InstanceActivity>();
        });
        services.AddHostedService<LogRotation>();
        services.AddHostedService<ProjectRestore>();
        services.AddHostedService<QueueSweep>();
        services.AddHostedService<RetiredSubscribers>();
    }

    private static IServiceCollection AddKanbanRouting(this IServiceCollection services)
    {
        services.AddSingleton<RouteState>();
        services.AddSingleton<TopicPublisher>();
        services.AddSingleton<KanbanRouter>();
        services.AddSingleton<KanbanWatch>();
        services.AddSingleton<OutboxStore>();
        services.AddSingleton<DeadLetterStore>();
        services.AddSingleton<LetterParts>();
        services.AddSingleton<SubscriberQueueList>();
        services.AddSingleton<SubscriberQueueDrain>();
        services.AddSingleton<Redrive>();
        services.AddSingleton<Deletion>();
        return services;
    }

    private static IServiceCollection AddPlatform(this IServiceCollection services)
    {
        services.AddSingleton<InstanceLogs>();
        services.AddSingleton<IInstancePlatform, ProcessPlatform>();
        services.AddSingleton<IHealthMonitors, HealthMonitors>();
        services.TryAddSingleton<ISidecarLauncher>(sp =>
            sp.GetRequiredService<IOptions<ServiceBrokerOptions>>().Value.DaprdPath is null
                ? new NoSidecarLauncher() : ActivatorUtilities.CreateInstance<DaprdSidecarLauncher>(sp));
        return services;
    }

    private static void AddLifecycle(this IServiceCollection services)
    {
        services.AddSingleton<AppliedProjects>();
        services.AddSingleton<ProjectStore>();
        services.AddSingleton<ProjectApplier>();
        services.AddSingleton<IProjectDistribution>(sp => sp.GetRequiredService<ProjectApplier>());
        services.AddSingleton<LifecycleAnnouncer>();
        services.AddSingleton<LifecycleJournal>();
        services.AddSingleton<QueueCheck>();
        services.AddSingleton<RunLedger>();
        services.AddSingleton<CrashReporter>();
        services.AddSingleton<InstanceBoard>();
        services.AddSingleton<PoisonNotes>();
        services.AddSingleton<IInstanceWorkflows, DaprInstanceWorkflows>();
        services.AddSingleton<SignalSenders>();
        services.AddSingleton<IOtherNodes, NoOtherNodes>();
        services.AddSingleton<DependencyWatch>();
        services.AddSingleton<WorkflowGuard>();
        services.AddHostedService(sp => sp.GetRequiredService<WorkflowGuard>());
        services.AddSingleton<LiveRuns>();
        services.AddSingleton<InstanceRuns>();
        services.AddSingleton<InstanceApply>();
        services.AddSingleton<InstanceExplainer>();
        services.AddSingleton<InstanceSet>();
        services.AddSingleton<IInstanceLifecycle>(sp => sp.GetRequiredService<InstanceSet>());
    }
}
