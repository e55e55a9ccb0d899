using System.Text.Json;
using Aion.Sidecar.Errors;
using Aion.Sidecar.Hosting;
using Aion.Sidecar.Json;
using Aion.Sidecar.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aion.Sidecar.Api.Http;

/// <summary>POST /v1.0/bindings/{name} with {"operation","data","metadata"}.</summary>
internal static class BindingsApi
{
    private static readonly string[] Writes = ["POST", "PUT"];

    public static void MapBindings(this IEndpointRouteBuilder routes, SidecarApp app) =>
        routes.MapMethods("/v1.0/bindings/{name}", Writes, context => InvokeAsync(context, app.Bindings));

    private static async Task InvokeAsync(HttpContext context, BindingOperations bindings)
    {
        using var body = await context.Request.ReadJsonAsync(CommonErrors.MalformedRequest);
        if (body.RootElement.ValueKind != JsonValueKind.Object)
            throw new DaprException(CommonErrors.MalformedRequest("the body must be an object"));
        var metadata = body.RootElement.MapOrNull("metadata") ?? new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (context.Request.Headers.TraceParent.ToString() is { Length: > 0 } trace)
            metadata.TryAdd("traceparent", trace);
        var response = await bindings.InvokeAsync(
            context.Route("name"),
            body.RootElement.StringOrNull("operation") ?? "",
            body.RootElement.RawOrEmpty("data"),
            metadata,
            context.RequestAborted);
        foreach (var (key, value) in response.Metadata)
            context.Response.Headers[$"metadata.{key}"] = value;
        await context.Response.WriteDataAsync(response.Data, context.RequestAborted);
    }
}
