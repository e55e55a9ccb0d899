using System.Globalization;

namespace Aion.ServiceBroker.Cluster.Settings;

/// <summary>Host and port of a peer.</summary>
/// <param name="Host">IP address without brackets, or a host name.</param>
/// <param name="Port">1 to 65535.</param>
internal sealed record NodeAddress(string Host, int Port)
{
    /// <summary>
    /// Reads <c>HOST</c>, <c>HOST:PORT</c>, <c>[IPv6]</c>, <c>[IPv6]:PORT</c> or a bare IPv6 address; null when it is none of these.
    /// </summary>
    public static NodeAddress? Parse(string text, int defaultPort)
    {
        text = text.Trim();
        if (Uri.CheckHostName(text) is UriHostNameType.IPv6 or UriHostNameType.IPv4 or UriHostNameType.Dns)
        {
            return new NodeAddress(text.Trim('[', ']'), defaultPort);
        }

        var colon = text.LastIndexOf(':');
        return colon > 0
            && Uri.CheckHostName(text[..colon]) is UriHostNameType.IPv4 or UriHostNameType.Dns or UriHostNameType.IPv6
            && (!text[..colon].Contains(':', StringComparison.Ordinal) || text[0] == '[')
            && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? new NodeAddress(text[..colon].Trim('[', ']'), port)
            : null;
    }

    /// <summary>As an URL of gRPC.</summary>
    public Uri ToUri(bool tls) => new UriBuilder(tls ? "https" : "http", Host, Port).Uri;

    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
