using Grpc.Core;

namespace Aion.Sidecar.Errors;

/// <summary>Errors of no single building block.</summary>
internal static class CommonErrors
{
    public static DaprError HealthAppIdMismatch() =>
        new("ERR_HEALTH_APPID_NOT_MATCH", "dapr app-id does not match", 500, StatusCode.Internal);

    public static DaprError OutboundHealthNotReady() =>
        new("ERR_OUTBOUND_HEALTH_NOT_READY", "dapr outbound is not ready", 500, StatusCode.Internal);

    public static DaprError MalformedRequest(string reason) =>
        new("ERR_MALFORMED_REQUEST", $"failed deserializing HTTP body: {reason}", 400, StatusCode.InvalidArgument);

    /// <summary>The older form of a malformed request, which carries the reason alone.</summary>
    public static DaprError MalformedRequestReason(string reason) =>
        new("ERR_MALFORMED_REQUEST", reason, 400, StatusCode.InvalidArgument);

    public static DaprError BodyTooLarge() =>
        new("ERR_BODY_READ", "failed to read request body: http: request body too large", 413, StatusCode.ResourceExhausted);

    public static DaprError BodyRead(string reason) =>
        new("ERR_BODY_READ", $"failed to read request body: {reason}", 400, StatusCode.InvalidArgument);

    public static DaprError MethodNotFound() => new("ERR_METHOD_NOT_FOUND", "method not found", 404, StatusCode.Unimplemented);

    /// <summary>Ours: daprd has no such check.</summary>
    public static DaprError ForeignCaller(string reason) => new("ERR_FOREIGN_CALLER", reason, 403, StatusCode.PermissionDenied);

    public static DaprError Internal(string reason) => new("ERROR", reason, 500, StatusCode.Internal);
}
