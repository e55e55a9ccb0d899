using Microsoft.AspNetCore.Http;

namespace Aion.Sidecar.Api.Http;

/// <summary>
/// Takes <c>//v1.0/…</c> for <c>/v1.0/…</c>, as daprd does: the .NET SDK for actors puts a slash behind
/// <c>DAPR_HTTP_ENDPOINT</c> and another before the path.
/// </summary>
internal sealed class LeadingSlashMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.Value is ['/', '/', ..] path)
        {
            context.Request.Path = "/" + path.TrimStart('/');
        }

        return next(context);
    }
}
