using Aion.Sidecar.Components.State;
using Grpc.Core;

namespace Aion.Sidecar.Errors;

/// <summary>Errors of the state API.</summary>
internal static class StateErrors
{
    public static DaprError NotConfigured(string store, string appId) =>
        new("ERR_STATE_STORE_NOT_CONFIGURED", $"state store {store} is not configured", 500, StatusCode.FailedPrecondition)
        {
            Reason = "DAPR_STATE_NOT_CONFIGURED",
            Metadata = new Dictionary<string, string> { ["appID"] = appId },
        };

    public static DaprError NotFound(string store, string appId) =>
        new("ERR_STATE_STORE_NOT_FOUND", $"state store {store} is not found", 400, StatusCode.InvalidArgument)
        {
            Reason = "DAPR_STATE_NOT_FOUND",
            Metadata = new Dictionary<string, string> { ["appID"] = appId },
        };

    public static DaprError IllegalKey(string store, string key)
    {
        var message = $"input key/keyPrefix '{key}' can't contain '||'";
        return new DaprError("ERR_MALFORMED_REQUEST", message, 400, StatusCode.InvalidArgument)
        {
            Reason = "DAPR_STATE_ILLEGAL_KEY",
            Resource = new ErrorResource("state", store, ""),
            Field = new ErrorField(key, message),
        };
    }

    public static DaprError EmptyKeyHttp() => CommonErrors.MalformedRequestReason("\"key\" is a required field");

    public static DaprError EmptyKeyGrpc() => Basic("ERR_STATE_SAVE", "state key cannot be empty", 400, StatusCode.InvalidArgument);

    public static DaprError TransactionsNotSupported(string store) =>
        new("ERR_STATE_STORE_NOT_SUPPORTED", $"state store {store} doesn't support transactions", 500, StatusCode.Unimplemented)
        {
            Reason = "DAPR_STATE_TRANSACTIONS_NOT_SUPPORTED",
            Resource = new ErrorResource("state", store, ""),
        };

    public static DaprError OperationNotSupported(string operation) =>
        Basic("ERR_NOT_SUPPORTED_STATE_OPERATION", $"operation type {operation} not supported", 400, StatusCode.Unimplemented);

    public static DaprError GetFailed(string store, string key, Exception error) =>
        Basic("ERR_STATE_GET", $"fail to get {key} from state store {store}: {error.Message}", 500, StatusCode.Internal);

    public static DaprError BulkGetFailed(Exception error) => Basic("ERR_STATE_BULK_GET", error.Message, 500, StatusCode.Internal);

    public static DaprError SaveFailed(string store, Exception error) =>
        Failed("ERR_STATE_SAVE", $"failed saving state in state store {store}: {error.Message}", error);

    public static DaprError DeleteFailed(string key, Exception error) =>
        Failed("ERR_STATE_DELETE", $"failed deleting state with key {key}: {error.Message}", error);

    public static DaprError BulkDeleteFailed(string store, Exception error) =>
        Failed("ERR_STATE_BULK_DELETE", $"failed deleting state in state store {store}: {error.Message}", error);

    /// <summary>daprd answers an etag that does not match inside a transaction like any other failure of it.</summary>
    public static DaprError TransactionFailed(Exception error) =>
        Basic("ERR_STATE_TRANSACTION", $"error while executing state transaction: {error.Message}", 500, StatusCode.Internal);

    private static DaprError Failed(string code, string message, Exception error) => error switch
    {
        StateEtagException { Error: StateEtagError.Mismatch } => Basic(code, message, 409, StatusCode.Aborted),
        StateEtagException => Basic(code, message, 400, StatusCode.InvalidArgument),
        _ => Basic(code, message, 500, StatusCode.Internal),
    };

    private static DaprError Basic(string code, string message, int http, StatusCode grpc) =>
        new(code, message, http, grpc) { Reason = code, PlainHttp = true };
}
