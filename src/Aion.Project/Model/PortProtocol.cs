using System.Text.Json.Serialization;

namespace Aion.Project.Model;

/// <summary>Transport of a port, in Kubernetes' spelling.</summary>
public enum PortProtocol
{
    /// <summary>The default.</summary>
    [JsonStringEnumMemberName("TCP")]
    Tcp,

    /// <summary>Datagrams.</summary>
    [JsonStringEnumMemberName("UDP")]
    Udp,

    /// <summary>Stream Control Transmission Protocol.</summary>
    [JsonStringEnumMemberName("SCTP")]
    Sctp,
}
