using System.Net;

namespace Aion.Sidecar;

/// <summary>One app and the sidecar endpoints that serve it; the names follow daprd's command line.</summary>
public sealed class SidecarAppOptions
{
    /// <summary>The app's id: its name for invocation, its key prefix in state stores and its consumer group in pub/sub.</summary>
    public required string AppId { get; init; }

    /// <summary>Where the app listens; null: it has no app channel and can only call the sidecar (streaming subscriptions included).</summary>
    public int? AppPort { get; init; }

    /// <summary>The protocol of the app channel; default HTTP.</summary>
    public AppProtocol AppProtocol { get; init; } = AppProtocol.Http;

    /// <summary>Host of the app channel; default 127.0.0.1.</summary>
    public string AppHost { get; init; } = "127.0.0.1";

    /// <summary>Address that both Dapr APIs listen on; default 127.0.0.1. The APIs have no login: only a loopback address keeps others out.</summary>
    public IPAddress ListenAddress { get; init; } = IPAddress.Loopback;

    /// <summary>Port of the Dapr HTTP API; 0 (default): any free port.</summary>
    public int HttpPort { get; init; }

    /// <summary>Port of the Dapr gRPC API; 0 (default): any free port.</summary>
    public int GrpcPort { get; init; }

    /// <summary>When set, every call of the sidecar's API, health apart, must carry it as dapr-api-token (DAPR_API_TOKEN).</summary>
    public string? ApiToken { get; init; }

    /// <summary>When set, the sidecar sends it to the app as dapr-api-token (APP_API_TOKEN).</summary>
    public string? AppApiToken { get; init; }

    /// <summary>The most calls of the app at once; 0 (default): no limit.</summary>
    public int AppMaxConcurrency { get; init; }

    /// <summary>The most turns of workflows that the app's workers have at once; 0 (default): no limit.</summary>
    public int MaxConcurrentWorkflows { get; init; }

    /// <summary>The most activities of workflows that the app's workers have at once; 0 (default): no limit.</summary>
    public int MaxConcurrentActivities { get; init; }

    /// <summary>How long the app's workflows stay after their end; null (default): as the Configuration among the resources says, else without a limit.</summary>
    public WorkflowRetention? WorkflowRetention { get; init; }

    /// <summary>The largest request body that the HTTP and gRPC APIs take, in bytes; default 4 MiB as in Dapr.</summary>
    public int MaxBodySize { get; init; } = 4 * 1024 * 1024;

    /// <summary>Keeps one queue of the app from taking it down for ever; null (default): every event comes again, as with daprd.</summary>
    public CrashGuardOptions? CrashGuard { get; init; }

    /// <summary>The namespace that a state store with keyPrefix "namespace" puts before the app id; default "default".</summary>
    public string Namespace { get; init; } = "default";
}
