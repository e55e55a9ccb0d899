using System.Net;
using System.Net.Sockets;
using Aion.Cli.Hosting;
using YamlDotNet.RepresentationModel;

namespace Aion.Cli.Tests.Hosting;

public sealed class PlatformPortsTests
{
    [Fact]
    public void Defaults_AreThoseOfDaprYaml()
    {
        var ports = new PlatformPorts();
        Assert.Equal((ports.BrokerHttp, ports.BrokerSidecarHttp, ports.BrokerSidecarGrpc), DaprApp("aion-servicebroker"));
        Assert.Equal((ports.Kanban, ports.KanbanSidecarHttp, ports.KanbanSidecarGrpc), DaprApp("aion-statuskanban"));
    }

    [Fact]
    public void Choose_AutoWithTakenPort_TakesAnother()
    {
        using var holder = HoldDefaultPort(out var port);
        var ports = PlatformPorts.Choose(PortPolicy.Auto);
        Assert.NotEqual(port, ports.BrokerHttp);
        Assert.NotEqual(0, ports.BrokerHttp);
    }

    [Fact]
    public void Choose_AutoAfterAKilledHost_TakesItsPorts()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var free = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        Uri At(int port) => new($"http://127.0.0.1:{port}");
        var predecessor = new HostAddresses(At(11112), At(11111), [At(free), At(10000)], new Dictionary<string, Uri>());
        Assert.Equal(free, PlatformPorts.Choose(PortPolicy.Auto, predecessor).Kanban);
    }

    [Fact]
    public void PortOwner_OfThisProcess_NamesIt()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var owner = PortOwner.Describe(((IPEndPoint)listener.LocalEndpoint).Port);
        Assert.StartsWith($"process {Environment.ProcessId}, ", owner);
    }

    // Held by this test or, when tests run beside each other, by another one; taken either way.
    internal static TcpListener? HoldDefaultPort(out int port)
    {
        port = new PlatformPorts().BrokerHttp;
        try
        {
            var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private static (int AppPort, int Http, int Grpc) DaprApp(string appId)
    {
        using var reader = new StreamReader(Repository.PathOf("dapr.yaml"));
        var yaml = new YamlStream();
        yaml.Load(reader);
        var apps = (YamlSequenceNode)((YamlMappingNode)yaml.Documents[0].RootNode)["apps"];
        var app = apps.Cast<YamlMappingNode>().Single(app => app["appID"].ToString() == appId);
        return (Number(app, "appPort"), Number(app, "daprHTTPPort"), Number(app, "daprGRPCPort"));
    }

    private static int Number(YamlMappingNode app, string key) => int.Parse(app[key].ToString(), System.Globalization.CultureInfo.InvariantCulture);
}
