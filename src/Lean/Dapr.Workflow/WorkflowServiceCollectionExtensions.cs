using Dapr.Common.Serialization;
using Dapr.Workflow.Client;
using Dapr.Workflow.Serialization;
using Dapr.Workflow.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Dapr.Workflow;

/// <summary>Registers the workflow client and worker of an app.</summary>
public static class WorkflowServiceCollectionExtensions
{
    /// <summary>Registers the client and a worker that runs nothing, for apps that only steer workflows.</summary>
    public static IServiceCollection AddDaprWorkflow(this IServiceCollection services) => services.AddDaprWorkflow(static _ => { });

    /// <summary>
    /// Registers <see cref="DaprWorkflowClient"/> with a lifetime and a worker that runs the registered workflows and activities as
    /// long as the host runs. The sidecar's address and token come from <see cref="IConfiguration"/>: <c>DAPR_GRPC_ENDPOINT</c>
    /// or <c>DAPR_GRPC_PORT</c>, and <c>DAPR_API_TOKEN</c>.
    /// </summary>
    public static IServiceCollection AddDaprWorkflow(
        this IServiceCollection services, Action<WorkflowRuntimeOptions> configure, ServiceLifetime lifetime = ServiceLifetime.Singleton)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new WorkflowRuntimeOptions();
        configure(options);

        services.AddSingleton(options);
        services.TryAddSingleton<IDaprSerializer>(sp => (IDaprSerializer?)sp.GetService<IWorkflowSerializer>() ?? new JsonDaprSerializer());
        services.TryAddSingleton(sp => new SidecarLink(sp.GetService<IConfiguration>(), options));
        services.TryAddSingleton<IWorkflowsFactory>(_ => CreateFactory(options));
        services.TryAddSingleton<TurnRunner>();
        services.TryAddSingleton<ActivityRunner>();
        services.TryAddSingleton<AnswerSender>();
        services.TryAddSingleton<WorkItemRunner>();
        services.AddHostedService(CreateWorker);
        services.Add(new ServiceDescriptor(typeof(DaprWorkflowClient), CreateClient, lifetime));
        return services;
    }

    private static WorkflowsFactory CreateFactory(WorkflowRuntimeOptions options)
    {
        var factory = new WorkflowsFactory();
        options.ApplyRegistrations(factory);
        return factory;
    }

    private static WorkflowWorker CreateWorker(IServiceProvider services) => new(
        services.GetRequiredService<SidecarLink>(),
        services.GetRequiredService<WorkItemRunner>(),
        services.GetService<TimeProvider>() ?? TimeProvider.System,
        services.GetRequiredService<ILogger<WorkflowWorker>>());

    private static DaprWorkflowClient CreateClient(IServiceProvider services) => new(
        services.GetRequiredService<SidecarLink>(),
        services.GetRequiredService<IDaprSerializer>(),
        services.GetService<TimeProvider>() ?? TimeProvider.System,
        services.GetRequiredService<ILogger<DaprWorkflowClient>>());
}
