using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WorkflowLog = Aion.Sidecar.Workflows.Log;

namespace Aion.Sidecar.Api.Grpc;

/// <summary>
/// Lets workflow workers' answers in that are larger than other calls may be, so that what they answer can be made to fail; and
/// says whose workflow waits when even that is not enough.
/// </summary>
internal sealed class LargeAnswerMiddleware(RequestDelegate next, LargeAnswerOptions options)
{
    private const string Answers = "/TaskHubSidecarService/Complete";
    private const string StatusHeader = "grpc-status";
    private static readonly string TooLarge = ((int)StatusCode.ResourceExhausted).ToString(CultureInfo.InvariantCulture);

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.Value?.StartsWith(Answers, StringComparison.Ordinal) != true)
        {
            await next(context);
            return;
        }

        // gRPC has a limit of its own, which answers with a status; the server's breaks the connection.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
            body.MaxRequestBodySize = null;
        await next(context);
        if (Status(context) == TooLarge)
            WorkflowLog.AnswerRefused(options.Logger, options.AppId, options.MostBytes);
    }

    /// <summary>A call that fails before its method has its status among the headers, another has it in the trailers.</summary>
    private static string? Status(HttpContext context) =>
        context.Response.Headers.TryGetValue(StatusHeader, out var status) || context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers.TryGetValue(StatusHeader, out status) == true
            ? status.ToString()
            : null;
}
