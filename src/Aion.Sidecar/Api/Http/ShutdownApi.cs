using Aion.Sidecar.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aion.Sidecar.Api.Http;

/// <summary>POST /v1.0/shutdown: ends this app's sidecar, not the process that hosts it.</summary>
internal static class ShutdownApi
{
    public static void MapShutdown(this IEndpointRouteBuilder routes, SidecarApp app) => routes.MapPost("/v1.0/shutdown", context =>
    {
        app.RequestShutdown();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    });
}
