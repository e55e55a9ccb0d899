using System.Net;
using System.Net.Http.Headers;
using Aion.Sidecar.Hosting;
using Aion.Sidecar.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Aion.Sidecar.Invocation;

/// <summary>The call as it goes on to the app.</summary>
internal static class GrpcProxyRequest
{
    public static HttpRequestMessage Create(HttpContext context, SidecarApp caller, SidecarApp target)
    {
        var options = target.Options;
        var path = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://{options.AppHost}:{options.AppPort}{path}"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ForwardedBody(context.Request.BodyReader),
        };
        foreach (var (name, values) in context.Request.Headers)
        {
            if (name.StartsWith(':') || IsOurs(name))
                continue;
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
                request.Content.Headers.TryAddWithoutValidation(name, values.ToArray());
            else
                request.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        request.Headers.TryAddWithoutValidation(InvokeOperations.CallerHeader, caller.AppId);
        request.Headers.TryAddWithoutValidation(InvokeOperations.CalleeHeader, target.AppId);
        if (!string.IsNullOrEmpty(options.AppApiToken))
            request.Headers.TryAddWithoutValidation("dapr-api-token", options.AppApiToken);
        return request;
    }

    private static bool IsOurs(string name) => name.ToLowerInvariant() is
        "host" or "te" or "content-length" or "dapr-app-id" or "dapr-callee-app-id" or "dapr-caller-app-id" or "dapr-api-token";
}
