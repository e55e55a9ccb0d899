using System.Text;
using Aion.Sidecar.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Aion.Sidecar.Api.Http;

/// <summary>
/// The other two forms of invocation: any path with the header dapr-app-id, or with basic authentication whose user is
/// dapr-app-id (http://dapr-app-id:theapp@host/path).
/// </summary>
/// <remarks>https://docs.dapr.io/reference/api/service_invocation_api/</remarks>
internal sealed class InvokeByHeaderMiddleware(RequestDelegate next, SidecarApp app)
{
    public const string Header = "dapr-app-id";

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        // The sidecar's own API wins, as its routes do in daprd.
        if (request.Path.StartsWithSegments("/v1.0") || request.Path.StartsWithSegments("/v1.0-alpha1"))
        {
            if (!request.Path.StartsWithSegments("/v1.0/invoke"))
                return next(context);
        }

        var appId = request.Headers[Header].ToString();
        if (appId.Length > 0)
            request.Headers.Remove(Header);
        else
            appId = FromBasicAuthentication(request.Headers.Authorization.ToString());
        if (appId.Length == 0)
            return next(context);
        var path = context.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?', 2)[0];
        return InvokeApi.InvokeAsync(context, app, appId, path.TrimStart('/'));
    }

    private static string FromBasicAuthentication(string authorization)
    {
        if (!authorization.StartsWith("Basic ", StringComparison.Ordinal))
            return "";
        Span<byte> decoded = stackalloc byte[256];
        if (authorization.Length > 300 || !Convert.TryFromBase64String(authorization["Basic ".Length..], decoded, out var length))
            return "";
        var pair = Encoding.UTF8.GetString(decoded[..length]).Split(':');
        return pair.Length == 2 && pair[0].Equals(Header, StringComparison.OrdinalIgnoreCase) ? pair[1] : "";
    }
}
