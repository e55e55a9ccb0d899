using Aion.Contracts.State;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using DaprApi = Dapr.Client.Autogen.Grpc.v1.Dapr;

namespace Aion.ServiceBroker.State;

/// <summary>The broker's view of the state store <c>aion-state</c>: bytes in, bytes out, with etags.</summary>
/// <remarks>DaprClient would serialise what is JSON bytes already, and has no strong multi-key write with etags.</remarks>
internal sealed class BrokerState(DaprApi.DaprClient dapr, TimeProvider time)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    /// <summary>Value and etag; the value is null when there is none.</summary>
    /// <exception cref="Grpc.Core.RpcException">The store did not answer.</exception>
    public async Task<(byte[]? Value, string Etag)> GetAsync(string key, CancellationToken ct)
    {
        var answer = await dapr.GetStateAsync(
            new GetStateRequest
            {
                StoreName = StateKeys.Component,
                Key = key,
                Consistency = StateOptions.Types.StateConsistency.ConsistencyStrong,
            },
            deadline: Due(),
            cancellationToken: ct);
        return (answer.Data.IsEmpty ? null : answer.Data.ToByteArray(), answer.Etag);
    }

    /// <summary>The values that exist, by key.</summary>
    /// <exception cref="Grpc.Core.RpcException">The store did not answer, or one of the keys failed.</exception>
    public async Task<Dictionary<string, byte[]>> GetManyAsync(IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        var found = new Dictionary<string, byte[]>(keys.Count, StringComparer.Ordinal);
        foreach (var part in keys.Chunk(100))
        {
            var request = new GetBulkStateRequest { StoreName = StateKeys.Component, Parallelism = 10, Keys = { part } };
            var answer = await dapr.GetBulkStateAsync(request, deadline: Due(), cancellationToken: ct);
            foreach (var item in answer.Items)
            {
                if (item.Error.Length > 0)
                {
                    throw new Grpc.Core.RpcException(new Grpc.Core.Status(Grpc.Core.StatusCode.Internal, item.Error));
                }

                if (!item.Data.IsEmpty)
                {
                    found[item.Key] = item.Data.ToByteArray();
                }
            }
        }

        return found;
    }

    /// <summary>Writes and deletes all or nothing.</summary>
    /// <exception cref="Grpc.Core.RpcException">Nothing was changed; an etag that no longer fits is one of the reasons.</exception>
    public async Task TransactAsync(IEnumerable<StateChange> changes, CancellationToken ct)
    {
        var request = new ExecuteStateTransactionRequest { StoreName = StateKeys.Component };
        foreach (var change in changes)
        {
            var item = new StateItem { Key = change.Key };
            if (change.Value is not null)
            {
                item.Value = UnsafeByteOperations.UnsafeWrap(change.Value);
            }

            if (change.Etag is { Length: > 0 })
            {
                item.Etag = new Etag { Value = change.Etag };
                item.Options = new StateOptions { Concurrency = StateOptions.Types.StateConcurrency.ConcurrencyFirstWrite };
            }

            request.Operations.Add(new TransactionalStateOperation
            {
                OperationType = change.Value is null ? "delete" : "upsert",
                Request = item,
            });
        }

        await dapr.ExecuteStateTransactionAsync(request, deadline: Due(), cancellationToken: ct);
    }

    private DateTime Due() => (time.GetUtcNow() + Deadline).UtcDateTime;
}
