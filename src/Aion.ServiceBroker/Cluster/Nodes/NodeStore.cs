using Aion.ServiceBroker.State;

namespace Aion.ServiceBroker.Cluster.Nodes;

/// <summary>Keeps the master's workers in the state store: <c>servicebroker.nodes</c>.</summary>
internal sealed class NodeStore(BrokerState state) : IDisposable
{
    private readonly SegmentedStore _store = new(state, "servicebroker.nodes");

    /// <exception cref="Grpc.Core.RpcException">The store did not answer.</exception>
    public async Task<IReadOnlyList<Node>> LoadAsync(CancellationToken ct)
    {
        var documents = await _store.ReadAsync(await _store.ListAsync(ct), ct);
        return [.. documents.Select(d => NodeDocument.Deserialize(d.Document)).OfType<Node>()];
    }

    /// <exception cref="Grpc.Core.RpcException">Nothing was stored.</exception>
    public Task SaveAsync(IReadOnlyCollection<Node> nodes, CancellationToken ct) =>
        _store.AddAsync([.. nodes.Select(n => (n.Name, NodeDocument.Serialize(n)))], ct);

    /// <exception cref="Grpc.Core.RpcException">Nothing was removed.</exception>
    public Task RemoveAsync(string name, CancellationToken ct) => _store.RemoveAsync([name], ct);

    public void Dispose() => _store.Dispose();
}
