namespace Aion.Project.Model;

/// <summary>Kind of the Kubernetes Service in front of an instance.</summary>
public enum ServiceNetwork
{
    /// <summary>Reachable inside the cluster. The default.</summary>
    ClusterIP,

    /// <summary>Also reachable on a port of every node.</summary>
    NodePort,
}
