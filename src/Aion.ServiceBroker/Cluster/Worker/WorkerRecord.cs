namespace Aion.ServiceBroker.Cluster.Worker;

/// <summary>What a worker remembers of its master.</summary>
/// <param name="NodeId">Names this installation, whatever its address and name become.</param>
/// <param name="Generation">The order in force; 0: none yet.</param>
/// <param name="Fingerprint">Its fingerprint.</param>
internal sealed record WorkerRecord(string NodeId, long Generation, string Fingerprint);
