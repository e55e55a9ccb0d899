using System.Text.Json;
using Aion.ServiceBroker.State;

namespace Aion.ServiceBroker.Cluster.Master;

/// <summary>Keeps the cluster's project and places in the state store: <c>servicebroker.cluster</c>.</summary>
internal sealed class ClusterStore(BrokerState state)
{
    private readonly OwnedKey _stored = new(state, "servicebroker.cluster");

    /// <summary>The stored record, or <see cref="ClusterRecord.None"/> when there is none that can be read.</summary>
    /// <exception cref="Grpc.Core.RpcException">The store did not answer.</exception>
    public async Task<ClusterRecord> LoadAsync(CancellationToken ct)
    {
        var json = await _stored.LoadAsync(ct);
        try
        {
            return json is null ? ClusterRecord.None : StoredCluster.Deserialize(json);
        }
        catch (JsonException)
        {
            return ClusterRecord.None;
        }
    }

    /// <exception cref="Grpc.Core.RpcException">Nothing was stored; another master having stored one is one of the reasons.</exception>
    public Task SaveAsync(ClusterRecord record, CancellationToken ct) => _stored.SaveAsync(StoredCluster.Serialize(record), ct);
}
