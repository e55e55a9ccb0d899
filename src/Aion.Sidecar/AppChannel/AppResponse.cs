using Grpc.Core;
using Microsoft.Extensions.Primitives;

namespace Aion.Sidecar.AppChannel;

/// <summary>What an app answered to an invocation.</summary>
internal sealed class AppResponse(Stream body, IDisposable? owner = null) : IDisposable
{
    /// <summary>The HTTP status; of a gRPC app, what its status means in HTTP.</summary>
    public int HttpStatus { get; init; } = 200;

    /// <summary>The status of a gRPC app; null: it is an HTTP app.</summary>
    public RpcException? GrpcError { get; init; }

    public bool IsHttp { get; init; }

    public string ContentType { get; init; } = "";

    public IReadOnlyList<KeyValuePair<string, StringValues>> Headers { get; init; } = [];

    public Stream Body { get; } = body;

    public void Dispose()
    {
        Body.Dispose();
        owner?.Dispose();
    }
}
