namespace Aion.ServiceBroker.Cluster.Placing;

/// <summary>A node that may be given services.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Load">How busy it is.</param>
internal sealed record NodeCandidate(string Name, LoadFigures Load);
