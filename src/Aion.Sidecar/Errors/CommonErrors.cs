using Grpc.Core;

namespace Aion.Sidecar.Errors;

/// <summary>Errors of no single building block.</summary>
internal static class CommonErrors
{
    public static DaprError HealthAppIdMismatch() => new("ERR_HEALTH_APPID_NOT_MATCH", "dapr app-id does not match", 500, StatusCode.Internal);
}
