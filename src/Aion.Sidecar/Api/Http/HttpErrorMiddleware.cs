using System.Text.Json;
using Aion.Sidecar.Components.Sqlite;
using Aion.Sidecar.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Api.Http;

/// <summary>Turns what an HTTP handler throws into Dapr's error body; nothing that a caller sends ends in a bare 500.</summary>
internal sealed class HttpErrorMiddleware(RequestDelegate next, ILogger<HttpErrorMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            if (context.RequestAborted.IsCancellationRequested)
                return;
            await context.Response.WriteErrorAsync(ErrorOf(error));
        }
    }

    private DaprError ErrorOf(Exception error)
    {
        switch (error)
        {
            case DaprException dapr:
                return dapr.Error;
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return CommonErrors.BodyTooLarge();
            case BadHttpRequestException bad:
                return CommonErrors.BodyRead(bad.Message);
            case JsonException json:
                return CommonErrors.MalformedRequest(json.Message);
            case StoreException { IsTold: true }:
                return CommonErrors.Internal(error.Message);
            default:
                Log.Unhandled(logger, error);
                return CommonErrors.Internal(error.Message);
        }
    }
}
