namespace Aion.ServiceBroker.Cluster;

/// <summary>What became of the wish to forget a node.</summary>
internal enum ForgetResult
{
    /// <summary>There is none of that name, or this broker is no master.</summary>
    Unknown,

    /// <summary>It is joined, and would be back at once.</summary>
    StillThere,

    /// <summary>It is gone from the cluster.</summary>
    Forgotten,
}
