using System.Net;
using System.Net.Sockets;
using Aion.Cli.CommandLine;

namespace Aion.Cli.Hosting;

/// <summary>Where the platform listens, all on one loopback address; the default ports are those of dapr.yaml.</summary>
internal sealed record PlatformPorts
{
    /// <summary>Several nodes on one machine have one each: 127.0.0.1, 127.0.0.2 and so on.</summary>
    public IPAddress Host { get; init; } = IPAddress.Loopback;

    public int BrokerHttp { get; init; } = 11112;

    public int BrokerGrpc { get; init; } = 11111;

    public int Kanban { get; init; } = 11010;

    public int KanbanGo { get; init; } = 10000;

    public int BrokerSidecarHttp { get; init; } = 3501;

    public int BrokerSidecarGrpc { get; init; } = 50101;

    public int KanbanSidecarHttp { get; init; } = 3502;

    public int KanbanSidecarGrpc { get; init; } = 50102;

    /// <summary>The defaults where they are free; with <see cref="PortPolicy.Auto"/> those of a killed host, where they are free.</summary>
    /// <param name="policy">What to do when a port is taken.</param>
    /// <param name="predecessor">Where a killed host listened: services that it left running still know its addresses. Null: there was none.</param>
    /// <param name="host">The address to listen on; null: 127.0.0.1.</param>
    /// <exception cref="CliException">With <see cref="PortPolicy.Default"/> one is taken; the message says by whom.</exception>
    public static PlatformPorts Choose(PortPolicy policy, HostAddresses? predecessor = null, IPAddress? host = null)
    {
        var defaults = new PlatformPorts { Host = host ?? IPAddress.Loopback };
        if (policy == PortPolicy.Auto)
        {
            var wanted = predecessor is { Kanbans: [var kanban, var kanbanGo] }
                ? defaults with
                {
                    BrokerHttp = predecessor.Api.Port,
                    BrokerGrpc = predecessor.Projects.Port,
                    Kanban = kanban.Port,
                    KanbanGo = kanbanGo.Port,
                }
                : defaults;
            return wanted.WhereFree();
        }
        var busy = defaults.All().Where(port => !defaults.IsFree(port)).ToList();
        return busy.Count == 0 ? defaults : throw InUse(defaults.Host, busy);
    }

    /// <summary>Free ports, whatever the defaults are.</summary>
    /// <param name="host">The address to listen on.</param>
    public static PlatformPorts Any(IPAddress host) => new PlatformPorts
    {
        Host = host,
        BrokerHttp = 0,
        BrokerGrpc = 0,
        Kanban = 0,
        KanbanGo = 0,
        BrokerSidecarHttp = 0,
        BrokerSidecarGrpc = 0,
        KanbanSidecarHttp = 0,
        KanbanSidecarGrpc = 0,
    }.WhereFree();

    private PlatformPorts WhereFree()
    {
        var taken = new HashSet<int>();
        return new PlatformPorts
        {
            Host = Host,
            BrokerHttp = FreePort(BrokerHttp, taken),
            BrokerGrpc = FreePort(BrokerGrpc, taken),
            Kanban = FreePort(Kanban, taken),
            KanbanGo = FreePort(KanbanGo, taken),
            BrokerSidecarHttp = FreePort(BrokerSidecarHttp, taken),
            BrokerSidecarGrpc = FreePort(BrokerSidecarGrpc, taken),
            KanbanSidecarHttp = FreePort(KanbanSidecarHttp, taken),
            KanbanSidecarGrpc = FreePort(KanbanSidecarGrpc, taken),
        };
    }

    private int[] All() =>
        [BrokerHttp, BrokerGrpc, Kanban, KanbanGo, BrokerSidecarHttp, BrokerSidecarGrpc, KanbanSidecarHttp, KanbanSidecarGrpc];

    private static CliException InUse(IPAddress host, List<int> ports)
    {
        var lines = ports.GroupBy(port => PortOwner.Describe(host, port)).Select(owner => $"  {string.Join(", ", owner)}: {owner.Key}");
        return new CliException(
            ExitCode.PortInUse,
            $"Ports are taken:\n{string.Join('\n', lines)}\nStop that program, or let aionctl take free ports: aionctl up --ports auto");
    }

    private int FreePort(int preferred, HashSet<int> taken)
    {
        var port = preferred;
        while (port == 0 || !taken.Add(port) || !IsFree(port))
        {
            using var listener = new TcpListener(Host, 0);
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        return port;
    }

    private bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(Host, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
