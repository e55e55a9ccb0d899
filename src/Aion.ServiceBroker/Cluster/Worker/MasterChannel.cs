using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Aion.ServiceBroker.Cluster.Settings;
using Grpc.Net.Client;

namespace Aion.ServiceBroker.Cluster.Worker;

/// <summary>The connection of a worker to its master.</summary>
internal static class MasterChannel
{
    private const int LargestMessage = 64 * 1024 * 1024;

    // linux/tcp.h: how long what was sent may stay unacknowledged before the connection is taken for broken.
    private const int Tcp = 6, TcpUserTimeout = 18, UserTimeoutMilliseconds = 30_000;

    /// <summary>By TLS when the options name an authority: then only a master that it vouches for, by the name or address that was dialled.</summary>
    /// <exception cref="MasterRefusalException">The authority's file cannot be read any more.</exception>
    public static GrpcChannel Open(NodeAddress master, ClusterOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(5),
            UseProxy = false,
            // For masters without signs of life; more often than every five minutes, and grpc-go would hang up.
            KeepAlivePingDelay = TimeSpan.FromMinutes(6),
            ConnectCallback = async (context, ct) => await ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, ct),
        };
        if (options.CertificateAuthority is not null)
        {
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trust(options) };
        }

        return GrpcChannel.ForAddress(master.ToUri(tls: options.CertificateAuthority is not null), new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = LargestMessage,
            MaxSendMessageSize = LargestMessage,
        });
    }

    private static X509ChainPolicy Trust(ClusterOptions options)
    {
        var authorities = ClusterCertificates.OfAuthority(options, out var problem) ?? throw new MasterRefusalException(problem);
        // An authority made by three commands has no list of what it revoked.
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    // TCP itself looks after the cable, whatever the master says or does not: some 25 seconds after a cut the connection breaks.
    private static async Task<Stream> ConnectAsync(string host, int port, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 10);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            if (OperatingSystem.IsLinux())
            {
                socket.SetRawSocketOption(Tcp, TcpUserTimeout, BitConverter.GetBytes(UserTimeoutMilliseconds));
            }

            await socket.ConnectAsync(host, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
