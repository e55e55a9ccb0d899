using System.Text.Json.Serialization;

namespace Aion.ServiceBroker.Cluster.Nodes;

/// <summary>Whether a node of the cluster is there.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NodeState>))]
public enum NodeState
{
    /// <summary>The project names it, and it has never joined.</summary>
    [JsonStringEnumMemberName("never-seen")]
    NeverSeen,

    /// <summary>It joined, and its deadline has not passed.</summary>
    [JsonStringEnumMemberName("joined")]
    Joined,

    /// <summary>It has been silent for longer than its deadline.</summary>
    [JsonStringEnumMemberName("lost")]
    Lost,
}
