using Microsoft.Net.Http.Headers;

namespace Aion.ServiceBroker.Security;

/// <summary>Keeps callers without the token from the HTTP API, which starts programs.</summary>
internal sealed class TokenFilter(ApiToken token) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (token.IsShownBy(http.Request.Headers.Authorization))
        {
            return next(context);
        }

        http.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        return new ValueTask<object?>(Results.Problem(ApiToken.Missing, statusCode: StatusCodes.Status401Unauthorized));
    }
}
