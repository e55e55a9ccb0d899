using Aion.ServiceBroker.Cluster.Placing;
using Aion.ServiceBroker.Lifecycle;

namespace Aion.ServiceBroker.Cluster.Nodes;

/// <summary>What the master knows of one worker at one moment.</summary>
/// <param name="Name">Its name.</param>
internal sealed record Node(string Name)
{
    /// <summary>Where it is reached; empty before it joined.</summary>
    public string Address { get; init; } = "";

    /// <summary>Which installation it is; empty for AION's, which do not tell.</summary>
    public string Id { get; init; } = "";

    public NodeState State { get; init; } = NodeState.NeverSeen;

    /// <summary>When it came into that state.</summary>
    public DateTimeOffset Since { get; init; }

    public DateTimeOffset? LastHeartbeat { get; init; }

    /// <summary>Whether its stream is open.</summary>
    public bool Connected { get; init; }

    /// <summary>Whether it speaks our additions to clusterpb.</summary>
    public bool Plain { get; init; }

    /// <summary>The order that it has in force; 0: none.</summary>
    public long Generation { get; init; }

    /// <summary>The fingerprint of that order.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Why it does not do what it was told; empty: it does.</summary>
    public string Problem { get; init; } = "";

    /// <summary>Its instances as of <see cref="ReportedAt"/>.</summary>
    public IReadOnlyList<InstanceStatus> Instances { get; init; } = [];

    /// <summary>Reported instances that no project can have, or that came twice: they are left out.</summary>
    public int Unusable { get; init; }

    /// <summary>When it last told of its instances.</summary>
    public DateTimeOffset? ReportedAt { get; init; }

    public LoadFigures Load { get; init; } = LoadFigures.Unknown;

    /// <summary>Whether anybody ever joined by this name.</summary>
    public bool Joined => State == NodeState.Joined;
}
