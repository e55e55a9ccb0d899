using Aion.Sidecar.Api.Http;
using Aion.Sidecar.Components.State;
using Aion.Sidecar.Errors;
using Aion.Sidecar.Operations;
using Aion.Sidecar.Protocol;
using Google.Protobuf;

namespace Aion.Sidecar.Api.Grpc;

/// <summary>The messages of the state API.</summary>
internal static class StateMessages
{
    public static GetStateResponse GetResponse(StateEntry entry)
    {
        var response = new GetStateResponse { Data = UnsafeByteOperations.UnsafeWrap(entry.Value), Etag = entry.Etag };
        if (entry.ExpiresAt is { } expires)
            response.Metadata["ttlExpireTime"] = StateJson.Time(expires);
        return response;
    }

    public static BulkStateItem BulkItem(string key, StateEntry? entry)
    {
        var item = new BulkStateItem { Key = key };
        if (entry is null)
            return item;
        item.Data = UnsafeByteOperations.UnsafeWrap(entry.Value);
        item.Etag = entry.Etag;
        if (entry.ExpiresAt is { } expires)
            item.Metadata["ttlExpireTime"] = StateJson.Time(expires);
        return item;
    }

    public static StateItemModel ItemToSave(StateItem item) =>
        item.Key.Length == 0 ? throw new DaprException(StateErrors.EmptyKeyGrpc()) : Item(item);

    public static StateItemModel Item(StateItem item) =>
        new(item.Key, item.Value.Memory, item.Etag?.Value, IsFirstWrite(item.Options), PublishMessages.MapOrNull(item.Metadata));

    public static StateItemModel ItemToDelete(DeleteStateRequest request) =>
        new(request.Key, default, request.Etag?.Value, IsFirstWrite(request.Options), PublishMessages.MapOrNull(request.Metadata));

    public static (StateOperationKind Kind, StateItemModel Item) Operation(TransactionalStateOperation operation)
    {
        var kind = operation.OperationType switch
        {
            "upsert" => StateOperationKind.Upsert,
            "delete" => StateOperationKind.Delete,
            _ => throw new DaprException(StateErrors.OperationNotSupported(operation.OperationType)),
        };
        return (kind, Item(operation.Request ?? new StateItem()));
    }

    private static bool IsFirstWrite(StateOptions? options) =>
        options?.Concurrency == StateOptions.Types.StateConcurrency.ConcurrencyFirstWrite;
}
