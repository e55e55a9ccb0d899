using Grpc.Core;

namespace Aion.Client.Connection;

/// <summary>The exceptions by which a gRPC stream tells that it is lost: reads give a status, writes whatever broke below.</summary>
internal static class StreamFault
{
    public static bool Is(Exception e) => e is RpcException or IOException or InvalidOperationException or OperationCanceledException;

    /// <summary>Another stream may do better: the server did not say that the request itself is wrong.</summary>
    public static bool IsTransient(Exception e) => Is(e) && e is not RpcException { StatusCode: StatusCode.InvalidArgument or StatusCode.Unimplemented };

    public static string Describe(Exception e) => e is RpcException rpc ? $"{rpc.StatusCode}: {rpc.Status.Detail}" : e.Message;
}
