using System.Net;
using Aion.Sidecar.Actors;
using Aion.Sidecar.Actors.Hosting;
using Aion.Sidecar.Actors.State;
using Aion.Sidecar.AppChannel;
using Aion.Sidecar.AppChannel.Grpc;
using Aion.Sidecar.AppChannel.Http;
using Aion.Sidecar.Operations;
using Aion.Sidecar.Subscriptions;
using Aion.Sidecar.Subscriptions.Crashes;
using Aion.Sidecar.Workflows;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Hosting;

/// <summary>Everything that the sidecar has for one app: its settings, the operations that its APIs offer, its channel.</summary>
internal sealed class SidecarApp : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborting = new();

    public SidecarApp(SidecarAppOptions options, SidecarRuntime runtime)
    {
        Options = options;
        Runtime = runtime;
        OpenCalls = new OpenCalls(runtime.Options.TimeProvider);
        Channel = OpenChannel(options, runtime.Options);
        Metadata = new MetadataOperations(this);
        State = new StateOperations(this);
        Publish = new PublishOperations(this);
        Secrets = new SecretOperations(this);
        Bindings = new BindingOperations(this);
        Invoke = new InvokeOperations(this);
        CrashGuard = BeginGuard(options, runtime.CrashGuards);
        Subscriptions = new AppSubscriptions(this);
        WorkflowManagement = new WorkflowOperations(this);
        WorkflowWorkers = new WorkflowWorkers(runtime.Workflows, options);
        ActorState = new ActorStateOperations(this);
        Actors = new AppActors(this);
        ActorCalls = new ActorOperations(this);
    }

    public SidecarAppOptions Options { get; }

    public string AppId => Options.AppId;

    public SidecarRuntime Runtime { get; }

    /// <summary>null: the app does not listen.</summary>
    public IAppChannel? Channel { get; }

    /// <summary>Carries proxied gRPC calls to this app; connections are kept.</summary>
    public HttpMessageInvoker ProxyClient { get; } = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        EnableMultipleHttp2Connections = true,
        UseCookies = false,
        UseProxy = false,
    });

    public MetadataOperations Metadata { get; }

    public StateOperations State { get; }

    public PublishOperations Publish { get; }

    public SecretOperations Secrets { get; }

    public BindingOperations Bindings { get; }

    public InvokeOperations Invoke { get; }

    public AppSubscriptions Subscriptions { get; }

    /// <summary>Knows what the app has of the queue that is guarded; null: none is.</summary>
    public CrashGuard? CrashGuard { get; }

    /// <summary>The workflows of the host.</summary>
    public WorkflowEngine Workflows => Runtime.Workflows;

    public WorkflowOperations WorkflowManagement { get; }

    public WorkflowWorkers WorkflowWorkers { get; }

    /// <summary>The actors that this app hosts.</summary>
    public AppActors Actors { get; }

    public ActorStateOperations ActorState { get; }

    /// <summary>What this app does with actors, its own and others.</summary>
    public ActorOperations ActorCalls { get; }

    public AppPresence Presence { get; } = new();

    public OpenCalls OpenCalls { get; }

    /// <summary>Take on nothing new; what runs may end.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>The drain is over.</summary>
    public CancellationToken Aborting => _aborting.Token;

    /// <summary>The guard of the events of this subscription; null: it is not guarded.</summary>
    public CrashGuard? GuardOf(SubscriptionModel subscription) => CrashGuard?.Guards(subscription) == true ? CrashGuard : null;

    /// <summary>Ends this app's sidecar, in the background: the caller is one of its own requests.</summary>
    public void RequestShutdown() => Runtime.BeginRemoval(AppId);

    /// <summary>Stops delivering and lets what the app has been given be answered, until the drain is cancelled.</summary>
    public async Task StopAsync(CancellationToken drain)
    {
        await using var registration = drain.UnsafeRegister(static abort => ((CancellationTokenSource)abort!).Cancel(), _aborting);
        await _stopping.CancelAsync();
        await Task.WhenAll(Subscriptions.StopAsync(drain), Actors.StopAsync(drain));
    }

    public async ValueTask DisposeAsync()
    {
        await _aborting.CancelAsync();
        await Subscriptions.DisposeAsync();
        await Actors.DisposeAsync();
        Channel?.Dispose();
        ProxyClient.Dispose();
        CrashGuard?.Save();
        _stopping.Dispose();
        _aborting.Dispose();
    }

    private static CrashGuard? BeginGuard(SidecarAppOptions options, CrashGuards guards)
    {
        if (options.CrashGuard is not { } wanted)
        {
            guards.Forget(options.AppId);
            return null;
        }

        var guard = guards.Open(options.AppId, wanted);
        if (!wanted.IsSameProcess)
            guard.BeginProcess();
        return guard;
    }

    private static IAppChannel? OpenChannel(SidecarAppOptions options, SidecarHostOptions host)
    {
        if (options.AppPort is null)
            return null;
        var logger = host.LoggerFactory.CreateLogger("Aion.Sidecar.AppChannel");
        return options.AppProtocol == AppProtocol.Grpc
            ? new GrpcAppChannel(options, host.TimeProvider, logger)
            : new HttpAppChannel(options, host.TimeProvider, logger);
    }
}
