using System.Net;
using Aion.ServiceBroker.Security;

namespace Aion.ServiceBroker.Api;

/// <summary>
/// Keeps web pages away from the API, which starts programs. A page of another site sends an Origin with what it posts; a
/// name that was made to point to this machine (DNS rebinding) shows in the Host of a loopback connection. Where the API has a
/// token, no such page knows it, and another name may be that of a reverse proxy on this machine.
/// </summary>
internal sealed class LocalCallersOnly(ApiToken token) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var foreignPage = !HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.Origin.Count > 0;
        var loopback = http.Connection.LocalIpAddress is { } address && IPAddress.IsLoopback(address);
        return foreignPage || (loopback && !token.Required && !IsLoopbackName(http.Request.Host.Host))
            ? new ValueTask<object?>(Results.Problem("The API is not for web pages of other sites.", statusCode: StatusCodes.Status403Forbidden))
            : next(context);
    }

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
