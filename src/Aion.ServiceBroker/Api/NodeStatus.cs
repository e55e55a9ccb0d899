using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.Cluster.Placing;

namespace Aion.ServiceBroker.Api;

/// <summary>One device that runs instances.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ready">Whether it takes instances.</param>
/// <param name="Running">How many run there; 0 while it is lost, as nobody can know.</param>
public sealed record NodeStatus(string Name, bool Ready, int Running)
{
    /// <summary>Whether it is there.</summary>
    public NodeState State { get; init; } = NodeState.Joined;

    /// <summary>Since when it is in that state; null: always, or never.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Whether it is the master itself.</summary>
    public bool Master { get; init; }

    /// <summary>Where it is reached, as it says.</summary>
    public string? Address { get; init; }

    /// <summary>Whether its link to the master is open right now. A node is lost only when its deadline has passed.</summary>
    public bool Connected { get; init; } = true;

    /// <summary>When it last gave a sign of life.</summary>
    public DateTimeOffset? LastHeartbeat { get; init; }

    /// <summary>When it last told of its instances.</summary>
    public DateTimeOffset? ReportedAt { get; init; }

    /// <summary>How busy it is.</summary>
    public LoadFigures? Load { get; init; }

    /// <summary>The generation of the cluster's project that it has in force; 0: none yet.</summary>
    public long Generation { get; init; }

    /// <summary>Why it does not do what it was told; null: it does.</summary>
    public string? Problem { get; init; }
}
