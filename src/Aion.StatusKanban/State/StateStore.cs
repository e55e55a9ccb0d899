using Aion.Contracts.State;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Grpc.Core;
using DaprApi = Dapr.Client.Autogen.Grpc.v1.Dapr;

namespace Aion.StatusKanban.State;

/// <summary>
/// The state store <c>aion-state</c> in bytes. Speaks Dapr's gRPC API directly: the ledger is saved hundreds of times per second
/// and gains nothing from a serializer between.
/// </summary>
internal sealed class StateStore(DaprApi.DaprClient dapr)
{
    private static readonly StateOptions FirstWrite = new() { Concurrency = StateOptions.Types.StateConcurrency.ConcurrencyFirstWrite };

    /// <summary>Reads one key.</summary>
    /// <exception cref="RpcException">The sidecar or the store is not available.</exception>
    public async Task<StateValue> GetAsync(string key, CancellationToken ct)
    {
        var answer = await dapr.GetStateAsync(
            new GetStateRequest { StoreName = StateKeys.Component, Key = key, Consistency = StateOptions.Types.StateConsistency.ConsistencyStrong },
            cancellationToken: ct);
        return new StateValue(key, answer.Data.Memory, answer.Etag);
    }

    /// <summary>Reads many keys; those that are absent are left out. The order is the store's.</summary>
    /// <exception cref="RpcException">The sidecar or the store is not available, or one key could not be read.</exception>
    public async Task<IReadOnlyList<StateValue>> GetManyAsync(IEnumerable<string> keys, CancellationToken ct)
    {
        var request = new GetBulkStateRequest { StoreName = StateKeys.Component, Keys = { keys }, Parallelism = 16 };
        var answer = await dapr.GetBulkStateAsync(request, cancellationToken: ct);
        if (answer.Items.FirstOrDefault(item => item.Error.Length > 0) is { } failed)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"The key {failed.Key} could not be read: {failed.Error}"));
        }

        return [.. answer.Items.Select(item => new StateValue(item.Key, item.Data.Memory, item.Etag)).Where(value => value.Exists)];
    }

    /// <summary>Writes the values, whatever was there.</summary>
    /// <exception cref="RpcException">The sidecar or the store is not available.</exception>
    public async Task SaveAsync(IEnumerable<(string Key, byte[] Data)> values, CancellationToken ct)
    {
        var request = new SaveStateRequest { StoreName = StateKeys.Component };
        foreach (var (key, data) in values)
        {
            request.States.Add(new StateItem { Key = key, Value = UnsafeByteOperations.UnsafeWrap(data) });
        }

        await dapr.SaveStateAsync(request, cancellationToken: ct);
    }

    /// <summary>Writes the value if the key still has the etag given, or is still absent when that is empty; false if not.</summary>
    /// <exception cref="RpcException">The sidecar or the store is not available.</exception>
    public async Task<bool> TrySaveAsync(string key, byte[] data, string etag, CancellationToken ct)
    {
        var item = new StateItem { Key = key, Value = UnsafeByteOperations.UnsafeWrap(data), Options = FirstWrite };
        if (etag.Length > 0)
        {
            item.Etag = new Etag { Value = etag };
        }

        try
        {
            await dapr.SaveStateAsync(new SaveStateRequest { StoreName = StateKeys.Component, States = { item } }, cancellationToken: ct);
            return true;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Aborted)
        {
            // https://docs.dapr.io/developing-applications/building-blocks/state-management/state-management-overview/#concurrency
            return false;
        }
    }

    /// <summary>Removes the key; an absent one is no error.</summary>
    /// <exception cref="RpcException">The sidecar or the store is not available.</exception>
    public async Task DeleteAsync(string key, CancellationToken ct) =>
        await dapr.DeleteStateAsync(new DeleteStateRequest { StoreName = StateKeys.Component, Key = key }, cancellationToken: ct);
}
