using System.Text.Json.Serialization;

namespace Aion.ServiceBroker.Cluster.Worker;

/// <summary>How the link of a worker to its master is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MasterState>))]
public enum MasterState
{
    /// <summary>The first attempt since the start.</summary>
    [JsonStringEnumMemberName("connecting")]
    Connecting,

    /// <summary>It has joined.</summary>
    [JsonStringEnumMemberName("joined")]
    Joined,

    /// <summary>The master does not answer. It is tried for ever.</summary>
    [JsonStringEnumMemberName("away")]
    Away,

    /// <summary>The master answers and does not let it in, or is not the one that it says. It is tried for ever.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,
}
