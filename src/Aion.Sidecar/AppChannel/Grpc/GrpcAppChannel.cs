using Aion.Sidecar.Protocol;
using Aion.Sidecar.Subscriptions;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.AppChannel.Grpc;

/// <summary>An app that serves dapr.proto.runtime.v1.AppCallback over HTTP/2 in the clear.</summary>
internal sealed class GrpcAppChannel : IAppChannel
{
    private readonly SidecarAppOptions _options;
    private readonly ILogger _logger;
    private readonly AppGate _gate;
    private readonly GrpcChannel _channel;

    public GrpcAppChannel(SidecarAppOptions options, TimeProvider time, ILogger logger)
    {
        (_options, _logger, Time) = (options, logger, time);
        _gate = new AppGate(options.AppMaxConcurrency);
        _channel = GrpcChannel.ForAddress(
            new UriBuilder("http", options.AppHost, options.AppPort!.Value).Uri,
            new GrpcChannelOptions
            {
                MaxReceiveMessageSize = options.MaxBodySize,
                HttpHandler = new SocketsHttpHandler
                {
                    EnableMultipleHttp2Connections = true,
                    UseProxy = false,
                    ActivityHeadersPropagator = null,
                    ConnectTimeout = TimeSpan.FromSeconds(5),
                },
                DisposeHttpClient = true,
            });
        Calls = _channel.CreateCallInvoker();
    }

    public TimeProvider Time { get; }

    public CallInvoker Calls { get; }

    public async Task<IReadOnlyList<SubscriptionModel>> ListSubscriptionsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var response = await new AppCallback.AppCallbackClient(Calls)
                .ListTopicSubscriptionsAsync(new Empty(), Headers(), cancellationToken: cancellationToken);
            return [.. response.Subscriptions.Select(Model)];
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Unimplemented)
        {
            return [];
        }
        catch (RpcException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"ListTopicSubscriptions failed: {error.Status}", error);
        }
    }

    public IPostman CreatePostman(SubscriptionModel subscription) => new GrpcPostman(this, subscription);

    public async Task<AppResponse> InvokeAsync(AppRequest request, CancellationToken cancellationToken) =>
        await new GrpcInvocation(this).SendAsync(request, cancellationToken);

    /// <summary>Call metadata with the app's token.</summary>
    public Metadata Headers()
    {
        var headers = new Metadata();
        if (!string.IsNullOrEmpty(_options.AppApiToken))
            headers.Add("dapr-api-token", _options.AppApiToken);
        return headers;
    }

    public async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        await _gate.EnterAsync(cancellationToken);
        try
        {
            return await call(cancellationToken);
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <summary>Whether the call failed because nothing answers at the app's port.</summary>
    public static bool IsUnreachable(RpcException error) =>
        error.StatusCode == StatusCode.Unavailable
        && error.Status.DebugException is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError };

    public void Dispose()
    {
        _channel.Dispose();
        _gate.Dispose();
    }

    private SubscriptionModel Model(TopicSubscription subscription)
    {
        if (subscription.Routes is { Default: "", Rules.Count: > 0 })
            Log.NoRoute(_logger, _options.AppId, subscription.Topic, subscription.PubsubName);
        var bulk = subscription.BulkSubscribe;
        return new SubscriptionModel(subscription.PubsubName, subscription.Topic, SubscriptionKind.Programmatic)
        {
            Route = subscription.Routes?.Default ?? "",
            DeadLetterTopic = subscription.DeadLetterTopic.Length == 0 ? null : subscription.DeadLetterTopic,
            BulkMaxMessages = bulk is not { Enabled: true } ? 0 : bulk.MaxMessagesCount > 0 ? bulk.MaxMessagesCount : 100,
            Metadata = new Dictionary<string, string>(subscription.Metadata, StringComparer.OrdinalIgnoreCase),
        };
    }
}
