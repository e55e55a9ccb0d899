using System.Net.Sockets;

namespace Aion.ServiceDefaults.Sidecar;

/// <summary>Builds the HTTP handlers that reach a sidecar over TCP or a Unix domain socket, with its API token.</summary>
internal static class SidecarHandlers
{
    /// <summary>The address to put into requests: a Unix socket is reached by the handler, whatever host is asked for.</summary>
    public static Uri RequestAddress(Uri endpoint) => endpoint.Scheme == "unix" ? new Uri("http://localhost") : endpoint;

    public static HttpMessageHandler Create(Uri endpoint, string? apiToken)
    {
        var sockets = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            ConnectTimeout = TimeSpan.FromSeconds(5),
            UseProxy = false,
        };
        if (endpoint.Scheme == "unix")
        {
            sockets.ConnectCallback = (_, ct) => ConnectAsync(endpoint.LocalPath, ct);
        }

        return apiToken is null ? sockets : new SidecarTokenHandler(apiToken, sockets);
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
