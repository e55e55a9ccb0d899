using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Security;

/// <summary>Keeps callers without the token from projectpb.Project, unless that is open to AION's tools, which can send none.</summary>
internal sealed class TokenInterceptor(ApiToken token, IOptions<ServiceBrokerOptions> options) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        options.Value.OpenToAionTools || token.IsShownBy(context.RequestHeaders.GetValue("authorization"))
            ? continuation(request, context)
            : throw new RpcException(new Status(StatusCode.Unauthenticated, ApiToken.Missing));
}
