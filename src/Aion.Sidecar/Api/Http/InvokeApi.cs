using Aion.Sidecar.AppChannel;
using Aion.Sidecar.Errors;
using Aion.Sidecar.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace Aion.Sidecar.Api.Http;

/// <summary>Any verb on /v1.0/invoke/{app id}/method/{path}.</summary>
internal static class InvokeApi
{
    private const string Prefix = "/v1.0/invoke/";
    private const string Method = "/method/";

    public static void MapInvoke(this IEndpointRouteBuilder routes, SidecarApp app) => routes.Map(Prefix + "{**rest}", context =>
    {
        // The raw target keeps %2F in the app's path apart from a slash.
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var path = target.Split('?', 2)[0];
        var start = path.IndexOf(Prefix, StringComparison.OrdinalIgnoreCase);
        var rest = start < 0 ? "" : path[(start + Prefix.Length)..];
        var at = rest.IndexOf(Method, StringComparison.Ordinal);
        if (at <= 0)
            throw new DaprException(InvokeErrors.NoAppId());
        return InvokeAsync(context, app, Uri.UnescapeDataString(rest[..at]), rest[(at + Method.Length)..]);
    });

    /// <summary>Calls the app and passes its answer back as it comes.</summary>
    public static async Task InvokeAsync(HttpContext context, SidecarApp app, string appId, string method)
    {
        var request = context.Request;
        IEnumerable<KeyValuePair<string, StringValues>> headers = request.Headers;
        using var answer = await app.Invoke.InvokeAsync(
            appId,
            new AppRequest(request.Method, method, request.QueryString.Value ?? "", request.ContentType ?? "", [.. headers], request.Body),
            context.RequestAborted);
        var response = context.Response;
        response.StatusCode = answer.HttpStatus;
        foreach (var (name, values) in answer.Headers)
            response.Headers[name] = values;
        if (answer.GrpcError is { } error)
        {
            await WriteGrpcErrorAsync(response, error);
            return;
        }

        if (answer.ContentType.Length > 0)
            response.ContentType = answer.ContentType;
        await CopyAsync(answer.Body, response, context.RequestAborted);
    }

    /// <summary>Flushes every part, so that a streamed answer streams.</summary>
    private static async Task CopyAsync(Stream body, HttpResponse response, CancellationToken cancellationToken)
    {
        var writer = response.BodyWriter;
        while (await body.ReadAsync(writer.GetMemory(4096), cancellationToken) is > 0 and var read)
        {
            writer.Advance(read);
            await writer.FlushAsync(cancellationToken);
        }
    }

    /// <summary>daprd gives the status of a gRPC app as the JSON of google.rpc.Status.</summary>
    private static async Task WriteGrpcErrorAsync(HttpResponse response, global::Grpc.Core.RpcException error)
    {
        await using var json = response.StartJson(response.StatusCode);
        json.WriteStartObject();
        json.WriteNumber("code", (int)error.StatusCode);
        json.WriteString("message", error.Status.Detail);
        json.WriteEndObject();
    }
}
