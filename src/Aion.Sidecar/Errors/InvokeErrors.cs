using Grpc.Core;

namespace Aion.Sidecar.Errors;

/// <summary>Errors of service invocation.</summary>
internal static class InvokeErrors
{
    public static DaprError NoAppId() => new(
        "ERR_DIRECT_INVOKE", "failed getting app id either from the URL path or the header dapr-app-id", 404, StatusCode.NotFound);

    public static DaprError Failed(string appId, string reason) =>
        new("ERR_DIRECT_INVOKE", $"failed to invoke, id: {appId}, err: {reason}", 500, StatusCode.Internal);

    /// <summary>The reason that daprd's name resolver gives for an app id that it cannot find.</summary>
    public static string UnknownApp(string appId) => $"couldn't find service: {appId}";

    public const string NoAppChannel = "app channel is not initialized";
}
