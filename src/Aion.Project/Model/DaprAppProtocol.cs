using System.Text.Json.Serialization;

namespace Aion.Project.Model;

/// <summary>What the app channel speaks.</summary>
public enum DaprAppProtocol
{
    /// <summary>HTTP/1.1. The default.</summary>
    [JsonStringEnumMemberName("http")]
    Http,

    /// <summary>gRPC without TLS.</summary>
    [JsonStringEnumMemberName("grpc")]
    Grpc,
}
