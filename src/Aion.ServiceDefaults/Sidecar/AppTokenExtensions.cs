using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Aion.ServiceDefaults.Sidecar;

/// <summary>Keeps callers other than the app's own sidecar from the app channel.</summary>
public static class AppTokenExtensions
{
    /// <summary>
    /// Answers 401 unless the request carries <c>APP_API_TOKEN</c> in its <c>dapr-api-token</c> header
    /// (https://docs.dapr.io/operations/security/app-api-token/). Without a configured token every caller passes.
    /// </summary>
    public static TBuilder RequireAppToken<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Finally(static built =>
        {
            if (built.RequestDelegate is { } next)
            {
                built.RequestDelegate = context => InvokeAsync(context, next);
            }
        });
        return endpoint;
    }

    private static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var expected = context.RequestServices.GetRequiredService<SidecarAddress>().AppToken;
        if (expected is null || Matches(expected, context.Request.Headers[SidecarAddress.TokenHeader].ToString()))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    private static bool Matches(string expected, string actual) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(actual));
}
