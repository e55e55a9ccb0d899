using Microsoft.AspNetCore.Http;

namespace Aion.Sidecar.Api.Grpc;

/// <summary>Refuses gRPC calls without the API token before they reach a service or the proxy.</summary>
internal sealed class GrpcTokenMiddleware(RequestDelegate next, GrpcToken token)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (token.Refusal(context.Request) is not { } refusal)
        {
            context.Request.Headers.Remove(GrpcToken.Key);
            return next(context);
        }

        context.WriteGrpcStatus(refusal.ToRpcException());
        return Task.CompletedTask;
    }
}
