namespace Aion.ServiceBroker.Cluster.Worker;

/// <summary>The link of a worker to its master, as <c>GET /api/v1/status</c> shows it there.</summary>
/// <param name="State">How it is.</param>
/// <param name="Since">Since when.</param>
public sealed record MasterStatus(MasterState State, DateTimeOffset Since)
{
    /// <summary>Where the master is.</summary>
    public string Address { get; init; } = "";

    /// <summary>When the master was heard last; null: not since the start.</summary>
    public DateTimeOffset? LastContact { get; init; }

    /// <summary>What is wrong, for people; null: nothing.</summary>
    public string? Problem { get; init; }
}
