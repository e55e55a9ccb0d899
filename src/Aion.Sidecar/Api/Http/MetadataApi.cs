using Aion.Sidecar.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aion.Sidecar.Api.Http;

/// <summary>GET /v1.0/metadata and PUT /v1.0/metadata/{key}.</summary>
internal static class MetadataApi
{
    public static void MapMetadata(this IEndpointRouteBuilder routes, SidecarApp app)
    {
        routes.MapGet("/v1.0/metadata", context => GetAsync(context, app));
        routes.MapPut("/v1.0/metadata/{key}", context => PutAsync(context, app));
    }

    private static async Task GetAsync(HttpContext context, SidecarApp app)
    {
        await using var json = context.Response.StartJson();
        MetadataJson.Write(json, app);
    }

    private static async Task PutAsync(HttpContext context, SidecarApp app)
    {
        using var reader = new StreamReader(context.Request.Body);
        app.Metadata.Set(context.Route("key"), await reader.ReadToEndAsync(context.RequestAborted));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
