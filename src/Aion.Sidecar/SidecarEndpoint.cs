namespace Aion.Sidecar;

/// <summary>Where one app reaches its sidecar.</summary>
/// <param name="AppId">The app.</param>
/// <param name="HttpPort">The bound port of the HTTP API (DAPR_HTTP_PORT).</param>
/// <param name="GrpcPort">The bound port of the gRPC API (DAPR_GRPC_PORT).</param>
public sealed record SidecarEndpoint(string AppId, int HttpPort, int GrpcPort)
{
    /// <summary>The address that both listen on. Default 127.0.0.1.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>DAPR_HTTP_ENDPOINT</summary>
    public Uri HttpEndpoint => new UriBuilder("http", Host, HttpPort).Uri;

    /// <summary>DAPR_GRPC_ENDPOINT</summary>
    public Uri GrpcEndpoint => new UriBuilder("http", Host, GrpcPort).Uri;
}
