using System.Net;
using System.Net.Sockets;

namespace Aion.ServiceBroker;

/// <summary>Turns a setting into an address to listen on. One that is none is refused: falling back to another would hide the mistake.</summary>
internal static class ListenAddress
{
    /// <summary>An IP address as written, or the first one of a host name; null with the rest of a sentence that starts with the key.</summary>
    public static IPAddress? TryResolve(string host, out string problem)
    {
        problem = "";
        if (IPAddress.TryParse(host, out var address))
        {
            return address;
        }

        var name = Uri.CheckHostName(host) == UriHostNameType.Dns;
        var addresses = name ? Lookup(host) : [];
        if (addresses.Length > 0)
        {
            // Clients try IPv4 first for a name such as localhost, and AION's only have that.
            return addresses.FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0];
        }

        problem = name
            ? $"is '{host}', but no host of that name is known here; write one of this machine's IP addresses, or 0.0.0.0 for all of them."
            : $"is '{host}', which is neither an IP address nor a host name; write one of this machine's, or 0.0.0.0 for all of them.";
        return null;
    }

    private static IPAddress[] Lookup(string name)
    {
        try
        {
            return Dns.GetHostAddresses(name);
        }
        catch (SocketException)
        {
            return [];
        }
    }
}
