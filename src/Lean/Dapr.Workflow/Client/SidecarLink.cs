using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Configuration;
using Wire = DurableTask.Protocol;

namespace Dapr.Workflow.Client;

/// <summary>The one channel of the app's workflow client and worker to its sidecar. Connects when first used.</summary>
/// <remarks>
/// Address and token are <c>DAPR_GRPC_ENDPOINT</c> or <c>DAPR_GRPC_PORT</c> and <c>DAPR_API_TOKEN</c> of the app's
/// configuration, else of the environment, as with every Dapr client.
/// </remarks>
internal sealed class SidecarLink : IDisposable
{
    private static readonly string UserAgent = "dapr-sdk-dotnet/v" + typeof(SidecarLink).Assembly.GetName().Version!.ToString(3);
    private readonly GrpcChannel _channel;
    private readonly string _token;

    public SidecarLink(IConfiguration? configuration, WorkflowRuntimeOptions options)
    {
        Address = DaprDefaults.GetDefaultGrpcEndpoint(configuration);
        _token = DaprDefaults.GetDefaultDaprApiToken(configuration);
        _channel = GrpcChannel.ForAddress(Address, new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                EnableMultipleHttp2Connections = true,
                PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
                // Work items may be hours apart: only pings tell a quiet sidecar from a lost one.
                KeepAlivePingDelay = TimeSpan.FromSeconds(30),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
                UseProxy = false,
            },
            DisposeHttpClient = true,
            MaxReceiveMessageSize = options.GrpcChannelOptions?.MaxReceiveMessageSize,
            MaxSendMessageSize = options.GrpcChannelOptions?.MaxSendMessageSize,
            InitialReconnectBackoff = TimeSpan.FromMilliseconds(50),
            MaxReconnectBackoff = TimeSpan.FromSeconds(1),
            ThrowOperationCanceledOnCancellation = true,
        });
        Client = new Wire.TaskHubSidecarService.TaskHubSidecarServiceClient(_channel);
    }

    /// <summary>Where the sidecar is.</summary>
    public string Address { get; }

    public Wire.TaskHubSidecarService.TaskHubSidecarServiceClient Client { get; }

    /// <summary>The headers and the cancellation of one call.</summary>
    public CallOptions Call(CancellationToken ct)
    {
        var headers = new Metadata { { "user-agent", UserAgent } };
        if (_token.Length > 0)
        {
            headers.Add("dapr-api-token", _token);
        }

        if (Activity.Current is { Id: { } id, IdFormat: ActivityIdFormat.W3C } activity)
        {
            headers.Add("traceparent", id);
            if (!string.IsNullOrEmpty(activity.TraceStateString))
            {
                headers.Add("tracestate", activity.TraceStateString);
            }
        }

        return new CallOptions(headers, cancellationToken: ct);
    }

    public void Dispose() => _channel.Dispose();
}
