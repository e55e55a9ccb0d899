using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Aion.Sidecar.CloudEvents;
using Aion.Sidecar.Components.PubSub;
using Aion.Sidecar.Json;
using Aion.Sidecar.Subscriptions;

namespace Aion.Sidecar.AppChannel.Http;

/// <summary>Posts events to the route of a subscription. What an answer means: https://docs.dapr.io/reference/api/pubsub_api/</summary>
internal sealed class HttpPostman(HttpAppChannel channel, SubscriptionModel subscription) : IPostman
{
    private static readonly MediaTypeHeaderValue CloudEvent = new(ContentTypes.CloudEvents);
    private static readonly MediaTypeHeaderValue Json = new(ContentTypes.Json);

    private readonly BulkEnvelope _envelope = new(subscription);

    public async ValueTask<DeliveryResult> DeliverAsync(PubSubDelivery delivery, CancellationToken cancellationToken)
    {
        var data = subscription.IsRaw ? RawMessage.Wrap(subscription, delivery) : delivery.Data;
        var glance = EventGlance.At(data.Span);
        if (!glance.IsEnvelope)
        {
            if (!RawMessage.ReachesTheApp(subscription))
                return DeliveryResult.NoEnvelope;
            data = RawMessage.Wrap(subscription, delivery);
            glance = EventGlance.At(data.Span);
        }

        if (glance.IsExpired(channel.Time))
            return DeliveryResult.Expired;

        using var request = channel.Request(HttpMethod.Post, subscription.Route);
        request.Content = new ReadOnlyMemoryContent(data) { Headers = { ContentType = CloudEvent } };
        if (glance.TraceParent.Length > 0)
            request.Headers.TryAddWithoutValidation("traceparent", glance.TraceParent);
        try
        {
            using var response = await channel.SendAsync(request, cancellationToken);
            return await ResultAsync(response, cancellationToken);
        }
        catch (HttpRequestException error)
        {
            return Failure(error);
        }
    }

    public async ValueTask DeliverBulkAsync(
        IReadOnlyList<PubSubDelivery> deliveries, Memory<DeliveryResult> results, CancellationToken cancellationToken)
    {
        if (!_envelope.Write(deliveries, results.Span, channel.Time))
            return;
        using var request = channel.Request(HttpMethod.Post, subscription.Route);
        request.Content = new ReadOnlyMemoryContent(_envelope.Written) { Headers = { ContentType = Json } };
        try
        {
            using var response = await channel.SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode)
                BulkStatuses.Read(await response.Content.ReadAsByteArrayAsync(cancellationToken), deliveries, results.Span);
            else
                BulkStatuses.SetAll(results.Span, Failure(response.StatusCode));
        }
        catch (HttpRequestException error)
        {
            BulkStatuses.SetAll(results.Span, Failure(error));
        }
    }

    public void Dispose() => _envelope.Dispose();

    private static async ValueTask<DeliveryResult> ResultAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
            return Failure(response.StatusCode);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return Status(body) switch
        {
            "" or "SUCCESS" => DeliveryResult.Success,
            "DROP" => DeliveryResult.Drop("the app answered DROP"),
            "RETRY" => DeliveryResult.Retry("the app answered RETRY"),
            var other => DeliveryResult.Retry($"the app answered the unknown status {other}"),
        };
    }

    /// <summary>The field status of the body; a body that is no such object counts as success.</summary>
    private static string Status(byte[] body)
    {
        try
        {
            if (body.Length == 0)
                return "";
            using var document = JsonDocument.Parse(body);
            return document.RootElement.StringOrNull("status") ?? "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static DeliveryResult Failure(HttpStatusCode status) => status == HttpStatusCode.NotFound
        ? DeliveryResult.Drop("the app answered 404")
        : DeliveryResult.Retry($"the app answered {(int)status}");

    private static DeliveryResult Failure(HttpRequestException error) =>
        error.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            ? DeliveryResult.Unreachable(error.Message)
            : DeliveryResult.Broken(error.Message);
}
