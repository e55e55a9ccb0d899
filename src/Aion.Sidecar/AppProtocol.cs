namespace Aion.Sidecar;

/// <summary>How the sidecar speaks to its app (Dapr: --app-protocol).</summary>
public enum AppProtocol
{
    /// <summary>HTTP/1.1 in the clear.</summary>
    Http,

    /// <summary>gRPC over HTTP/2 in the clear, service dapr.proto.runtime.v1.AppCallback.</summary>
    Grpc,
}
