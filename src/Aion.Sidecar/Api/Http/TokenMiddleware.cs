using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Aion.Sidecar.Api.Http;

/// <summary>Requires the header dapr-api-token on everything but the health endpoints, and takes it off the request.</summary>
internal sealed class TokenMiddleware(RequestDelegate next, string token)
{
    public const string Header = "dapr-api-token";

    private readonly byte[] _token = Encoding.UTF8.GetBytes(token);

    public Task InvokeAsync(HttpContext context)
    {
        var given = Encoding.UTF8.GetBytes(context.Request.Headers[Header].ToString());
        if (!CryptographicOperations.FixedTimeEquals(given, _token) && !IsHealth(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync("invalid api token\n");
        }

        context.Request.Headers.Remove(Header);
        return next(context);
    }

    private static bool IsHealth(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Path.Value!.Trim('/') is "v1.0/healthz" or "v1.0/healthz/outbound";
}
