using System.Diagnostics.Metrics;
using Aion.ServiceBroker.Api;
using Aion.ServiceBroker.Cluster;
using Aion.ServiceBroker.DeadLetters;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Projects;
using Aion.ServiceBroker.Routing;
using Aion.ServiceDefaults;
using Aion.ServiceDefaults.Sidecar;

namespace Aion.ServiceBroker;

/// <summary>The service-broker: routes kanbans, runs the project's microservices, and tells how they are.</summary>
public static class ServiceBrokerApp
{
    /// <summary>The Dapr app id.</summary>
    public const string AppId = "aion-servicebroker";

    /// <summary>Builds the app. Settings are those of <see cref="ServiceBrokerOptions"/> and the standard <c>DAPR_*</c> variables.</summary>
    /// <param name="args">Command line: <c>--Aion:Home=/var/lib/aion</c>.</param>
    /// <param name="configure">
    /// Called last, before the build: a host adds configuration or replaces services, such as
    /// <see cref="Platforms.Processes.ISidecarLauncher"/>.
    /// </param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // The content root is the program's folder: an appsettings.json in the user's current folder is not ours.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.AddAionServiceDefaults(AppId);
        builder.AddBrokerOptions();
        builder.AddClusterOptions();
        builder.AddBrokerServices();
        configure?.Invoke(builder);
        builder.AddCluster();

        var app = builder.Build();
        app.MapAionDefaults();
        app.MapSubscribeHandler().RequireAppToken();
        app.MapKanbanAfter();
        app.MapKanbanDead();
        app.MapGrpcService<ProjectGrpcService>();
        app.MapBrokerApi();
        app.MapCluster();
        app.MapBusyMethod();
        InstanceGauge.Create(app.Services.GetRequiredService<IMeterFactory>(), app.Services.GetRequiredService<IInstanceLifecycle>());
        return app;
    }
}
