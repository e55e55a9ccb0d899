using System.Net;
using Aion.Sidecar.Errors;
using Microsoft.AspNetCore.Http;

namespace Aion.Sidecar.Api.Http;

/// <summary>
/// Keeps web pages away from the API, which is open to every process of this machine. A page can have its own name point to
/// 127.0.0.1 (DNS rebinding), and its browser would then let it read state and secrets: the name shows in Host. It can post
/// without reading the answer, too: its Origin shows that.
/// </summary>
/// <remarks>daprd has only its API token against both. Invocations may carry an Origin that an app passes on.</remarks>
internal sealed class WebPageGuard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!IsThisMachine(request.Host.Host))
            throw new DaprException(CommonErrors.ForeignCaller($"the name {request.Host.Host} is not this machine's; use 127.0.0.1 or localhost"));
        if (!HttpMethods.IsGet(request.Method) && request.Headers.Origin.Count > 0 && !IsInvocation(request))
            throw new DaprException(CommonErrors.ForeignCaller("the API is not for web pages"));
        return next(context);
    }

    // No browser leaves Host out.
    private static bool IsThisMachine(string host) =>
        host.Length == 0
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static bool IsInvocation(HttpRequest request) =>
        request.Path.StartsWithSegments("/v1.0/invoke") || request.Headers.ContainsKey(InvokeByHeaderMiddleware.Header);
}
