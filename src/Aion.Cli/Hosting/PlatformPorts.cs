using System.Net;
using System.Net.Sockets;
using Aion.Cli.CommandLine;

namespace Aion.Cli.Hosting;

/// <summary>The ports of the platform, all on loopback; the defaults are those of dapr.yaml.</summary>
internal sealed record PlatformPorts
{
    public int BrokerHttp { get; init; } = 11112;

    public int BrokerGrpc { get; init; } = 11111;

    public int Kanban { get; init; } = 11010;

    public int KanbanGo { get; init; } = 10000;

    public int BrokerSidecarHttp { get; init; } = 3501;

    public int BrokerSidecarGrpc { get; init; } = 50101;

    public int KanbanSidecarHttp { get; init; } = 3502;

    public int KanbanSidecarGrpc { get; init; } = 50102;

    /// <summary>The defaults where they are free.</summary>
    /// <exception cref="CliException">With <see cref="PortPolicy.Default"/> one is taken; the message says by whom.</exception>
    public static PlatformPorts Choose(PortPolicy policy)
    {
        var defaults = new PlatformPorts();
        if (policy == PortPolicy.Auto)
        {
            var taken = new HashSet<int>();
            return new PlatformPorts
            {
                BrokerHttp = FreePort(defaults.BrokerHttp, taken),
                BrokerGrpc = FreePort(defaults.BrokerGrpc, taken),
                Kanban = FreePort(defaults.Kanban, taken),
                KanbanGo = FreePort(defaults.KanbanGo, taken),
                BrokerSidecarHttp = FreePort(defaults.BrokerSidecarHttp, taken),
                BrokerSidecarGrpc = FreePort(defaults.BrokerSidecarGrpc, taken),
                KanbanSidecarHttp = FreePort(defaults.KanbanSidecarHttp, taken),
                KanbanSidecarGrpc = FreePort(defaults.KanbanSidecarGrpc, taken),
            };
        }
        var busy = defaults.All().Where(port => !IsFree(port)).ToList();
        return busy.Count == 0 ? defaults : throw InUse(busy);
    }

    private int[] All() =>
        [BrokerHttp, BrokerGrpc, Kanban, KanbanGo, BrokerSidecarHttp, BrokerSidecarGrpc, KanbanSidecarHttp, KanbanSidecarGrpc];

    private static CliException InUse(List<int> ports)
    {
        var lines = ports.GroupBy(PortOwner.Describe).Select(owner => $"  {string.Join(", ", owner)}: {owner.Key}");
        return new CliException(
            ExitCode.PortInUse,
            $"Ports are taken:\n{string.Join('\n', lines)}\nStop that program, or let aionctl take free ports: aionctl up --ports auto");
    }

    private static int FreePort(int preferred, HashSet<int> taken)
    {
        var port = preferred;
        while (!taken.Add(port) || !IsFree(port))
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        return port;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
