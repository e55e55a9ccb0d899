using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Aion.Testing;

/// <summary>Ports for processes that cannot be told to take any port.</summary>
public static class FreePort
{
    // Below the ports that the system gives to connections and to those who ask for any (Linux: from 32768 on), which
    // another test would have a moment later.
    private const int First = 20_000;
    private const int Last = 32_000;
    private static readonly ConcurrentDictionary<int, byte> Given = [];

    /// <summary>A TCP port of the loopback address that is free and that no other test of this process is given.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            if (Given.TryAdd(port, 0) && IsFree(port))
                return port;
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
