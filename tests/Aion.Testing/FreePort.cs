using System.Net;
using System.Net.Sockets;

namespace Aion.Testing;

/// <summary>Ports for processes that cannot be told to take any port.</summary>
public static class FreePort
{
    /// <summary>A TCP port of the loopback address that was free a moment ago.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
