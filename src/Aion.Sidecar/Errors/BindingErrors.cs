using Grpc.Core;

namespace Aion.Sidecar.Errors;

/// <summary>Errors of the bindings API.</summary>
internal static class BindingErrors
{
    public static DaprError InvokeFailed(string binding, string reason) =>
        new("ERR_INVOKE_OUTPUT_BINDING", $"error invoking output binding {binding}: {reason}", 500, StatusCode.Internal)
        {
            Reason = "ERR_INVOKE_OUTPUT_BINDING",
            PlainHttp = true,
        };
}
