using Aion.Sidecar.Errors;
using Aion.Sidecar.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aion.Sidecar.Api.Http;

/// <summary>/v1.0/healthz and /v1.0/healthz/outbound: 204 when the sidecar serves.</summary>
internal static class HealthApi
{
    public static void MapHealth(this IEndpointRouteBuilder routes, SidecarApp app)
    {
        routes.MapGet("/v1.0/healthz", context => AnswerAsync(context, app.AppId));
        routes.MapGet("/v1.0/healthz/outbound", context => AnswerAsync(context, app.AppId));
    }

    private static Task AnswerAsync(HttpContext context, string appId)
    {
        if (context.Request.Query.TryGetValue("appid", out var expected) && expected != appId)
            return context.Response.WriteErrorAsync(CommonErrors.HealthAppIdMismatch());
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
