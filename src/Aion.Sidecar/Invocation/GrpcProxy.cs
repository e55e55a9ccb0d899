using Aion.Sidecar.Api.Grpc;
using Aion.Sidecar.Errors;
using Aion.Sidecar.Hosting;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Aion.Sidecar.Invocation;

/// <summary>
/// Passes any gRPC call with the metadata dapr-app-id on to that app, frame by frame and both ways at once, so that all four
/// kinds of call work. Deadline (grpc-timeout), metadata, status and trailers go through as they are.
/// </summary>
/// <remarks>https://docs.dapr.io/developing-applications/building-blocks/service-invocation/howto-invoke-services-grpc/</remarks>
internal sealed class GrpcProxy(SidecarApp app)
{
    private const string AppIdKey = "dapr-app-id";
    private const string CalleeKey = "dapr-callee-app-id";

    public async Task InvokeAsync(HttpContext context)
    {
        // 1. Dapr's own services are not another app's.
        var path = context.Request.Path;
        if (path.StartsWithSegments("/dapr.proto.runtime.v1.Dapr"))
        {
            context.WriteGrpcStatus(Refused(StatusCode.Unimplemented, $"unknown method {path.Value!.Split('/')[^1]} for service dapr.proto.runtime.v1.Dapr"));
            return;
        }

        // 2. Find the app.
        var headers = context.Request.Headers;
        var appId = headers[CalleeKey].Count > 0 ? headers[CalleeKey].ToString() : headers[AppIdKey].ToString();
        if (Refusal(appId, out var target) is { } refusal)
        {
            context.WriteGrpcStatus(refusal);
            return;
        }

        // 3. A stream has no end to its size, and may be silent for long.
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;

        // 4. Pass the call on and the answer back.
        using var request = GrpcProxyRequest.Create(context, app, target);
        try
        {
            using var response = await target.ProxyClient.SendAsync(request, context.RequestAborted);
            await GrpcProxyResponse.CopyAsync(response, context);
        }
        catch (HttpRequestException error) when (!context.Response.HasStarted)
        {
            context.WriteGrpcStatus(new RpcException(new Status(StatusCode.Unavailable, $"failed to reach app {appId}: {error.Message}")));
        }
        catch (Exception error) when (error is HttpRequestException or IOException or HttpProtocolException)
        {
            // The app broke off in the middle: so does the call. INTERNAL_ERROR = 2 (RFC 9113, 7).
            context.Features.Get<IHttpResetFeature>()?.Reset(2);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller is gone; disposing the response has cancelled the app's side.
        }
    }

    private RpcException? Refusal(string appId, out SidecarApp target)
    {
        target = app;
        if (appId.Length == 0)
            return Refused(StatusCode.Unknown, $"failed to proxy request: required metadata {CalleeKey} or {AppIdKey} not found");
        if (!app.Runtime.TryGetApp(appId, out target!))
            return Refused(StatusCode.Unknown, InvokeErrors.UnknownApp(appId));
        if (target.Channel is null)
            return Refused(StatusCode.Internal, InvokeErrors.NoAppChannel);
        return target.Options.AppProtocol == AppProtocol.Grpc ? null : Refused(StatusCode.Unimplemented, $"the app channel of {appId} is not gRPC");
    }

    private static RpcException Refused(StatusCode code, string reason) => new(new Status(code, reason));
}
