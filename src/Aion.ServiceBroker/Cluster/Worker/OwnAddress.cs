using System.Net;
using System.Net.Sockets;
using Aion.ServiceBroker.Cluster.Settings;

namespace Aion.ServiceBroker.Cluster.Worker;

/// <summary>Which address of this machine others reach it by.</summary>
internal static class OwnAddress
{
    /// <summary>The setting, else the local end of the way to the master. Connecting a UDP socket chooses the way and sends nothing.</summary>
    /// <exception cref="SocketException">There is no way to the master, or its name is unknown.</exception>
    public static string Of(ClusterOptions options, NodeAddress master)
    {
        if (options.NodeIP is { Length: > 0 } configured)
        {
            return configured;
        }

        var target = IPAddress.TryParse(master.Host, out var address) ? address : Dns.GetHostAddresses(master.Host)[0];
        using var socket = new Socket(target.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(target, master.Port);
        return ((IPEndPoint)socket.LocalEndPoint!).Address.ToString();
    }
}
