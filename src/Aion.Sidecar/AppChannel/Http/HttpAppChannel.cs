using System.Text.Json;
using Aion.Sidecar.Subscriptions;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.AppChannel.Http;

/// <summary>An app that listens for HTTP/1.1.</summary>
internal sealed class HttpAppChannel : IAppChannel
{
    private readonly SidecarAppOptions _options;
    private readonly ILogger _logger;
    private readonly AppGate _gate;
    private readonly HttpMessageInvoker _client;
    private readonly Uri _address;

    public HttpAppChannel(SidecarAppOptions options, TimeProvider time, ILogger logger)
    {
        (_options, Time, _logger) = (options, time, logger);
        _gate = new AppGate(options.AppMaxConcurrency);
        _address = new UriBuilder("http", options.AppHost, options.AppPort!.Value).Uri;
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(5),
        });
    }

    public TimeProvider Time { get; }

    public async Task<IReadOnlyList<SubscriptionModel>> ListSubscriptionsAsync(CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, "dapr/subscribe");
        request.Headers.Add("dapr-app-id", _options.AppId);
        using var response = await SendAsync(request, cancellationToken);
        // 404 and its like: it has none. 5xx: it has not come up yet, or its start failed half.
        if ((int)response.StatusCode >= 500)
            throw new HttpRequestException($"the app answered {(int)response.StatusCode} to GET /dapr/subscribe", null, response.StatusCode);
        if ((int)response.StatusCode != 200)
            return [];
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (body.AsSpan().Trim(" \t\r\n"u8).IsEmpty)
            return [];
        try
        {
            return new SubscriptionJson(_options.AppId, _logger).Read(body);
        }
        catch (JsonException error)
        {
            throw new HttpRequestException($"GET /dapr/subscribe gave no list of subscriptions: {error.Message}", error);
        }
    }

    public IPostman CreatePostman(SubscriptionModel subscription) => new HttpPostman(this, subscription);

    public async Task<AppResponse> InvokeAsync(AppRequest request, CancellationToken cancellationToken) =>
        await new HttpInvocation(this).SendAsync(request, cancellationToken);

    /// <summary>A request to the app with its token.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(_address, path.StartsWith('/') ? path : "/" + path));
        if (!string.IsNullOrEmpty(_options.AppApiToken))
            request.Headers.TryAddWithoutValidation("dapr-api-token", _options.AppApiToken);
        return request;
    }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await _gate.EnterAsync(cancellationToken);
        try
        {
            return await _client.SendAsync(request, cancellationToken);
        }
        finally
        {
            _gate.Leave();
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _gate.Dispose();
    }
}
