using Aion.Sidecar.Protocol;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Primitives;

namespace Aion.Sidecar.AppChannel.Grpc;

/// <summary>Passes an invocation to AppCallback.OnInvoke of a gRPC app.</summary>
internal sealed class GrpcInvocation(GrpcAppChannel channel)
{
    public async Task<AppResponse> SendAsync(AppRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        var message = new InvokeRequest
        {
            Method = request.Method,
            ContentType = request.ContentType,
            Data = new Any { Value = UnsafeByteOperations.UnsafeWrap(body.ToArray()) },
            HttpExtension = new HTTPExtension
            {
                Verb = System.Enum.TryParse<HTTPExtension.Types.Verb>(request.Verb, ignoreCase: true, out var verb) ? verb : default,
                Querystring = request.Query.TrimStart('?'),
            },
        };
        try
        {
            var headers = Headers(request);
            return await channel.CallAsync(token => CallAsync(message, headers, token), cancellationToken);
        }
        catch (RpcException error) when (GrpcAppChannel.IsUnreachable(error))
        {
            throw new HttpRequestException(error.Status.Detail, error);
        }
        catch (RpcException error) when (!cancellationToken.IsCancellationRequested)
        {
            return new AppResponse(Stream.Null) { GrpcError = error, HttpStatus = GrpcHttpStatus.Of(error.StatusCode) };
        }
    }

    private async Task<AppResponse> CallAsync(InvokeRequest message, Metadata headers, CancellationToken cancellationToken)
    {
        using var call = new AppCallback.AppCallbackClient(channel.Calls).OnInvokeAsync(message, headers, cancellationToken: cancellationToken);
        var response = await call.ResponseAsync;
        var answered = await call.ResponseHeadersAsync;
        return new AppResponse(new MemoryStream((response.Data?.Value ?? ByteString.Empty).ToByteArray()))
        {
            ContentType = response.ContentType,
            Headers = [.. answered.Where(IsPassedOn).Select(entry => KeyValuePair.Create(entry.Key, new StringValues(entry.Value)))],
        };
    }

    private Metadata Headers(AppRequest request)
    {
        var headers = channel.Headers();
        foreach (var (name, values) in request.Headers)
        {
            var key = name.ToLowerInvariant();
            if (key.StartsWith(':') || key is "host" or "content-length" or "content-type" or "te" or "connection" or "transfer-encoding"
                or "dapr-api-token" or "user-agent" or "grpc-timeout" || key.StartsWith("grpc-", StringComparison.Ordinal)
                || key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.Ordinal))
            {
                continue;
            }

            foreach (var value in values)
                headers.Add(key, value ?? "");
        }

        return headers;
    }

    private static bool IsPassedOn(Metadata.Entry entry) =>
        !entry.IsBinary && entry.Key is not ("content-type" or "date" or "server") && !entry.Key.StartsWith("grpc-", StringComparison.Ordinal);
}
