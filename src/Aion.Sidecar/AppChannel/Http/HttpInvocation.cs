using Microsoft.Extensions.Primitives;

namespace Aion.Sidecar.AppChannel.Http;

/// <summary>Passes an invocation to an HTTP app: verb, path, query, headers and body as the caller sent them.</summary>
internal sealed class HttpInvocation(HttpAppChannel channel)
{
    /// <summary>Headers of one connection only (RFC 9110, 7.6.1), and those that the HTTP stack sets itself.</summary>
    private static readonly HashSet<string> HopByHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer",
        "Transfer-Encoding", "Upgrade", "Host", "Content-Length", "Expect", "dapr-api-token",
    };

    public async Task<AppResponse> SendAsync(AppRequest request, CancellationToken cancellationToken)
    {
        using var message = channel.Request(new HttpMethod(request.Verb), "/" + request.Method.TrimStart('/') + request.Query);
        if (HasBody(request))
        {
            message.Content = new StreamContent(request.Body);
            if (request.ContentType.Length > 0)
                message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        foreach (var (name, values) in request.Headers)
        {
            if (HopByHop.Contains(name) || name.StartsWith(':') || name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
                continue;
            if (!message.Headers.TryAddWithoutValidation(name, values.ToArray()))
                message.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        var response = await channel.SendAsync(message, cancellationToken);
        return new AppResponse(await response.Content.ReadAsStreamAsync(cancellationToken), response)
        {
            IsHttp = true,
            HttpStatus = (int)response.StatusCode,
            ContentType = response.Content.Headers.ContentType?.ToString() ?? "",
            Headers = Headers(response),
        };
    }

    private static bool HasBody(AppRequest request) =>
        request.Verb is not ("GET" or "HEAD" or "OPTIONS" or "TRACE" or "DELETE") || request.ContentType.Length > 0;

    private static List<KeyValuePair<string, StringValues>> Headers(HttpResponseMessage response) =>
    [
        .. response.Headers.Concat(response.Content.Headers)
            .Where(header => !HopByHop.Contains(header.Key) && !header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            .Select(header => KeyValuePair.Create(header.Key, new StringValues([.. header.Value]))),
    ];
}
