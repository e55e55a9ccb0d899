namespace Aion.ServiceBroker.Cluster.Settings;

/// <summary>What a broker is in a cluster.</summary>
public enum ClusterMode
{
    /// <summary>Alone: it runs the whole project that it is given.</summary>
    Default,

    /// <summary>It is given the project, and hands each worker its part.</summary>
    Master,

    /// <summary>It runs what its master hands it, also while the master is away.</summary>
    Worker,
}
