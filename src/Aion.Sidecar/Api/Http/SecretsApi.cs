using System.Text.Json;
using Aion.Sidecar.Hosting;
using Aion.Sidecar.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aion.Sidecar.Api.Http;

/// <summary>GET /v1.0/secrets/{store}/{name} and /v1.0/secrets/{store}/bulk.</summary>
internal static class SecretsApi
{
    public static void MapSecrets(this IEndpointRouteBuilder routes, SidecarApp app)
    {
        routes.MapGet("/v1.0/secrets/{store}/bulk", context => GetAllAsync(context, app.Secrets));
        routes.MapGet("/v1.0/secrets/{store}/{name}", context => GetAsync(context, app.Secrets));
    }

    private static async Task GetAsync(HttpContext context, SecretOperations secrets)
    {
        var secret = await secrets.GetAsync(context.Route("store"), context.Route("name"), context.RequestAborted);
        await using var json = context.Response.StartJson();
        Write(json, secret);
    }

    private static async Task GetAllAsync(HttpContext context, SecretOperations secrets)
    {
        var all = await secrets.GetAllAsync(context.Route("store"), context.RequestAborted);
        await using var json = context.Response.StartJson();
        json.WriteStartObject();
        foreach (var (name, secret) in all)
        {
            json.WritePropertyName(name);
            Write(json, secret);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyDictionary<string, string> secret)
    {
        json.WriteStartObject();
        foreach (var (key, value) in secret)
            json.WriteString(key, value);
        json.WriteEndObject();
    }
}
