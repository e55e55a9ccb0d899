using Grpc.Core;

namespace Aion.Sidecar.Errors;

/// <summary>Errors of the secrets API.</summary>
internal static class SecretErrors
{
    public static DaprError NotConfigured() =>
        new("ERR_SECRET_STORES_NOT_CONFIGURED", "secret store is not configured", 500, StatusCode.FailedPrecondition);

    /// <summary>daprd answers 401 here, and so do we.</summary>
    public static DaprError NotFound(string store) =>
        new("ERR_SECRET_STORE_NOT_FOUND", $"failed finding secret store with key {store}", 401, StatusCode.InvalidArgument);

    public static DaprError GetFailed(string store, string name, string reason) =>
        new("ERR_SECRET_GET", $"failed getting secret with key {name} from secret store {store}: {reason}", 500, StatusCode.Internal);

    public static DaprError BulkGetFailed(string store, string reason) =>
        new("ERR_SECRET_GET", $"failed getting secrets from secret store {store}: {reason}", 500, StatusCode.Internal);
}
