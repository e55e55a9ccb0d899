namespace Aion.Sidecar;

/// <summary>Where one app reaches its sidecar.</summary>
/// <param name="AppId">The app.</param>
/// <param name="HttpPort">The bound port of the HTTP API (DAPR_HTTP_PORT).</param>
/// <param name="GrpcPort">The bound port of the gRPC API (DAPR_GRPC_PORT).</param>
public sealed record SidecarEndpoint(string AppId, int HttpPort, int GrpcPort)
{
    /// <summary>DAPR_HTTP_ENDPOINT</summary>
    public Uri HttpEndpoint { get; } = new($"http://127.0.0.1:{HttpPort}");

    /// <summary>DAPR_GRPC_ENDPOINT</summary>
    public Uri GrpcEndpoint { get; } = new($"http://127.0.0.1:{GrpcPort}");
}
