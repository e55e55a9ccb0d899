using System.Net;
using Aion.ServiceDefaults;
using Aion.StatusKanban.Acceptance;
using Aion.StatusKanban.Api;
using Aion.StatusKanban.Projects;
using Aion.StatusKanban.Queues;
using Aion.StatusKanban.State;
using Aion.StatusKanban.StaticTopics;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Aion.StatusKanban;

/// <summary>The app status-kanban: takes the outputs of microservices and hands them their kanbans.</summary>
public static class StatusKanbanApp
{
    /// <summary>Its Dapr app id.</summary>
    public const string AppId = "aion-statuskanban";

    /// <summary>The largest gRPC message read. Above the kanban limit, so that a kanban too large gets a sentence and not a status.</summary>
    private const int MaxMessageBytes = 16 * 1024 * 1024;

    /// <summary>
    /// Composes the app; run it with <c>RunAsync</c>. It starts also when its sidecar is not there yet. With port 0 the bound
    /// ports are in <see cref="WebApplication.Urls"/> after the start.
    /// </summary>
    /// <param name="args">The command line, read as configuration.</param>
    /// <param name="configure">Changes to configuration and services, for a host of several apps.</param>
    /// <exception cref="OptionsValidationException">Settings are wrong; it lists all of them.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddAionServiceDefaults(AppId);
        builder.Services.AddOptions<StatusKanbanOptions>().BindConfiguration(StatusKanbanOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<StatusKanbanOptions>, StatusKanbanOptionsValidator>();
        builder.Services.AddSingleton<StatusKanbanMetrics>();
        builder.Services.AddSingleton<StateStore>();
        builder.Services.AddQueues();
        builder.Services.AddStaticTopics();
        builder.Services.AddAcceptance();
        builder.Services.AddKanbanApi(MaxMessageBytes);
        builder.WebHost.ConfigureKestrel(Listen);
        // An activity per call costs more than the call's own work; the trace context is taken over by hand.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        configure?.Invoke(builder);

        var app = builder.Build();
        app.MapAionDefaults();
        app.MapGrpcService<KanbanService>();
        app.MapGrpcService<KanbanQueueService>();
        return app;
    }

    private static void Listen(KestrelServerOptions kestrel)
    {
        var options = kestrel.ApplicationServices.GetRequiredService<IOptions<StatusKanbanOptions>>().Value;
        kestrel.Limits.Http2.KeepAlivePingDelay = options.KeepAliveDelay;
        kestrel.Limits.Http2.KeepAlivePingTimeout = options.KeepAliveTimeout;
        foreach (var port in StatusKanbanOptionsValidator.ParsePorts(options.Ports)!)
        {
            kestrel.Listen(IPAddress.Parse(options.ListenAddress), port, listen => listen.Protocols = HttpProtocols.Http2);
        }
    }
}
