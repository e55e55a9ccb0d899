using System.Net.Sockets;
using System.Security.Cryptography;
using Aion.Cli.CommandLine;
using Aion.ServiceBroker;
using Aion.ServiceBroker.Platforms.Processes;
using Aion.Sidecar;
using Aion.Sidecar.Components;
using Aion.StatusKanban;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aion.Cli.Hosting;

/// <summary>
/// Sidecars, status-kanban and service-broker in this process, each with its own configuration. Started in this order and
/// stopped in the opposite one, so that a service that is told to stop can still send its last kanban.
/// </summary>
internal sealed class Platform : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    // The workflow of an instance comes to its end when the instance is taken away. Without this, one that could not be purged
    // then would stay for as long as the device runs.
    private static readonly WorkflowRetention BrokerRetention = new() { Completed = TimeSpan.FromDays(1) };

    private readonly PlatformOptions _options;
    private readonly ILoggerFactory _sidecarLogs;

    // Only the broker's own sidecar hands it events: a web page that posts to the loopback port does not know this.
    private readonly string _appToken = RandomNumberGenerator.GetHexString(32);
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SidecarHost? _sidecars;
    private WebApplication? _kanban;
    private WebApplication? _broker;
    private bool _stopping;

    private Platform(PlatformOptions options)
    {
        _options = options;
        _sidecarLogs = LoggerFactory.Create(logging => Configure(logging, "sidecar"));
    }

    /// <summary>Completes with the name of an app that ended by itself.</summary>
    public Task<string> Ended => _ended.Task;

    public HostAddresses Addresses => new(
        Local(_options.Ports.BrokerHttp),
        Local(_options.Ports.BrokerGrpc),
        [Local(_options.Ports.Kanban), Local(_options.Ports.KanbanGo)],
        new Dictionary<string, Uri>
        {
            [ServiceBrokerApp.AppId] = Local(_options.Ports.BrokerSidecarHttp),
            [StatusKanbanApp.AppId] = Local(_options.Ports.KanbanSidecarHttp),
        });

    /// <exception cref="CliException">A component or an app does not start.</exception>
    public static async Task<Platform> StartAsync(PlatformOptions options, Action<string> step, CancellationToken cancellationToken)
    {
        var platform = new Platform(options);
        try
        {
            await platform.StartPartsAsync(step, cancellationToken);
            return platform;
        }
        catch (Exception failure)
        {
            await platform.DisposeAsync();
            if (failure is CliException || cancellationToken.IsCancellationRequested)
            {
                throw;
            }
            throw new CliException(
                IsPortTaken(failure) ? ExitCode.PortInUse : ExitCode.StartFailed,
                $"{failure.GetBaseException().Message}\nThe log has more: {options.Home.HostLog}",
                failure);
        }
    }

    /// <summary>Stops services, apps and sidecars in this order. A second call does nothing.</summary>
    public async Task StopAsync(Action<string> step, CancellationToken cancellationToken)
    {
        if (_stopping)
        {
            return;
        }
        _stopping = true;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StopTimeout);
        if (_broker is not null)
        {
            step("stopping services");
            await _broker.StopAsync(limit.Token);
        }
        if (_kanban is not null)
        {
            step("stopping status-kanban");
            await _kanban.StopAsync(limit.Token);
        }
        if (_sidecars is not null)
        {
            step("stopping sidecars");
            await _sidecars.StopAsync(limit.Token);
        }
    }

    /// <summary>Also of a platform that is half started: nothing that it started may stay.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(_ => { }, CancellationToken.None);
        await (_broker?.DisposeAsync() ?? default);
        await (_kanban?.DisposeAsync() ?? default);
        await (_sidecars?.DisposeAsync() ?? default);
        _sidecarLogs.Dispose();
    }

    private async Task StartPartsAsync(Action<string> step, CancellationToken cancellationToken)
    {
        var ports = _options.Ports;
        step("starting sidecars");
        _sidecars = await StartSidecarsAsync(cancellationToken);
        var kanbanSidecar = await _sidecars.AddAppAsync(
            ToSidecar(StatusKanbanApp.AppId, ports.Kanban, AppProtocol.Grpc, ports.KanbanSidecarHttp, ports.KanbanSidecarGrpc), cancellationToken);
        var brokerSidecar = await _sidecars.AddAppAsync(
            ToSidecar(ServiceBrokerApp.AppId, ports.BrokerHttp, AppProtocol.Http, ports.BrokerSidecarHttp, ports.BrokerSidecarGrpc, _appToken, BrokerRetention), cancellationToken);

        step("starting status-kanban");
        _kanban = StatusKanbanApp.Build(Arguments, builder => Configure(builder, "status-kanban", AppSettings.ForStatusKanban(_options.Home, ports, kanbanSidecar)));
        await StartAsync(_kanban, "status-kanban", cancellationToken);
        _sidecars.NoteAppIsUp(StatusKanbanApp.AppId);

        step("starting service-broker");
        var launcher = new EmbeddedSidecarLauncher(_sidecars);
        _broker = ServiceBrokerApp.Build(Arguments, builder =>
        {
            Configure(builder, "service-broker", AppSettings.ForBroker(_options.Home, ports, brokerSidecar, _appToken));
            builder.Configuration.AddInMemoryCollection(_options.BrokerSettings);
            builder.Services.Replace(ServiceDescriptor.Singleton<ISidecarLauncher>(launcher));
        });
        await StartAsync(_broker, "service-broker", cancellationToken);
        _sidecars.NoteAppIsUp(ServiceBrokerApp.AppId);
    }

    // An appsettings.json in the folder where aionctl was started is not for these apps. Nor does anything of them change while
    // they run: watching for that would take two of the 128 inotify instances that a user of the machine has, for every host.
    private static string[] Arguments => ["--contentRoot", AppContext.BaseDirectory, "--hostBuilder:reloadConfigOnChange", "false"];

    private async Task<SidecarHost> StartSidecarsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await SidecarHost.StartAsync(
                new SidecarHostOptions
                {
                    ResourcePaths = _options.Components,
                    DataDirectory = _options.Home.State,
                    LoggerFactory = _sidecarLogs,
                    TimeProvider = _options.Time,
                },
                cancellationToken);
        }
        catch (ComponentException wrong)
        {
            throw new CliException(ExitCode.StartFailed, wrong.Message, wrong);
        }
    }

    private async Task StartAsync(WebApplication app, string name, CancellationToken cancellationToken)
    {
        app.Lifetime.ApplicationStopping.Register(() =>
        {
            if (!_stopping)
            {
                _ended.TrySetResult(name);
            }
        });
        await app.StartAsync(cancellationToken);
    }

    private void Configure(WebApplicationBuilder builder, string name, Dictionary<string, string?> settings)
    {
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, EmbeddedLifetime>());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopTimeout);
        Configure(builder.Logging, name);
    }

    private void Configure(ILoggingBuilder logging, string name)
    {
        logging.ClearProviders();
        logging.AddProvider(_options.Log.For(name));
        // One line per request and connection would bury everything else.
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Grpc", LogLevel.Warning);
        logging.AddFilter("System.Net.Http", LogLevel.Warning);
    }

    // Kestrel wraps it: IOException, AddressInUseException, SocketException.
    private static bool IsPortTaken(Exception failure) =>
        failure.GetBaseException() is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } or AddressInUseException;

    private SidecarAppOptions ToSidecar(string appId, int appPort, AppProtocol protocol, int httpPort, int grpcPort, string? appToken = null, WorkflowRetention? retention = null) => new()
    {
        AppId = appId,
        AppHost = _options.Ports.Host.ToString(),
        AppPort = appPort,
        AppProtocol = protocol,
        ListenAddress = _options.Ports.Host,
        HttpPort = httpPort,
        GrpcPort = grpcPort,
        AppApiToken = appToken,
        WorkflowRetention = retention,
    };

    private Uri Local(int port) => new UriBuilder("http", _options.Ports.Host.ToString(), port).Uri;
}
