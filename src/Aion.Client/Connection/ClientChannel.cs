using Grpc.Net.Client;

namespace Aion.Client.Connection;

/// <summary>The one connection to status-kanban. It pings, so that a server that vanished is noticed within 20 seconds.</summary>
internal static class ClientChannel
{
    private const int MaxMessageBytes = 16 * 1024 * 1024;

    public static GrpcChannel Open(Uri address) => GrpcChannel.ForAddress(address, new GrpcChannelOptions
    {
        HttpHandler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = TimeSpan.FromSeconds(10),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            UseProxy = false,
        },
        DisposeHttpClient = true,
        MaxReceiveMessageSize = MaxMessageBytes,
        // The pauses between attempts are BackOff's; the channel's own, which grow to minutes, must not be longer.
        InitialReconnectBackoff = TimeSpan.FromMilliseconds(20),
        MaxReconnectBackoff = TimeSpan.FromSeconds(1),
        ThrowOperationCanceledOnCancellation = true,
    });
}
