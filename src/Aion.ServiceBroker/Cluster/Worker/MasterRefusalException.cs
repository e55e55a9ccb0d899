namespace Aion.ServiceBroker.Cluster.Worker;

/// <summary>Whoever answers at the master's address is not to be obeyed.</summary>
internal sealed class MasterRefusalException(string message) : Exception(message);
