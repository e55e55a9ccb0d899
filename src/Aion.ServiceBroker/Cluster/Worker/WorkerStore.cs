using System.Text.Json;
using Aion.ServiceBroker.State;

namespace Aion.ServiceBroker.Cluster.Worker;

/// <summary>Keeps a <see cref="WorkerRecord"/> in the state store: <c>servicebroker.worker</c>.</summary>
internal sealed class WorkerStore(BrokerState state)
{
    private const string Key = "servicebroker.worker";

    /// <summary>What was stored; of an installation that joins for the first time, a new id.</summary>
    /// <exception cref="Grpc.Core.RpcException">The store did not answer.</exception>
    public async Task<WorkerRecord> LoadAsync(CancellationToken ct)
    {
        var (json, _) = await state.GetAsync(Key, ct);
        try
        {
            if (json is not null && JsonSerializer.Deserialize(json, WorkerRecordJson.Default.WorkerRecord) is { NodeId: not null, Fingerprint: not null } record)
            {
                return record;
            }
        }
        catch (JsonException)
        {
            // Unreadable: it joins as a new installation, and the master tells it everything again.
        }

        var fresh = new WorkerRecord(Guid.NewGuid().ToString("N"), 0, "");
        await SaveAsync(fresh, ct);
        return fresh;
    }

    /// <exception cref="Grpc.Core.RpcException">Nothing was stored.</exception>
    public Task SaveAsync(WorkerRecord record, CancellationToken ct) =>
        state.TransactAsync([new StateChange(Key, JsonSerializer.SerializeToUtf8Bytes(record, WorkerRecordJson.Default.WorkerRecord))], ct);
}
