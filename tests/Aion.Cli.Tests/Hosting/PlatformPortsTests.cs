using System.Net;
using System.Net.Sockets;
using Aion.Cli.Hosting;
using Aion.Testing;
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
    public async Task Choose_AutoWithTakenPort_TakesAnother()
    {
        var port = new PlatformPorts().BrokerHttp;
        using var holder = await HoldDefaultPortAsync(port);
        var ports = PlatformPorts.Choose(PortPolicy.Auto);
        Assert.NotEqual(port, ports.BrokerHttp);
        Assert.NotEqual(0, ports.BrokerHttp);
    }

    [Fact]
    public void Choose_AutoAfterAKilledHost_TakesItsPorts()
    {
        var free = FreePort.Next();
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

    // A host of a test beside this one may have the port; it ends soon, and the port must be taken for as long as this test lasts.
    internal static async Task<TcpListener> HoldDefaultPortAsync(int port)
    {
        for (var attempt = 1; ; attempt++)
        {
            var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return listener;
            }
            catch (SocketException) when (attempt < 600)
            {
                listener.Dispose();
                await Task.Delay(100);
            }
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
