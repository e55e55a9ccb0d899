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
    public void Choose_AutoWithTakenPort_TakesAnother()
    {
        // An address of its own: hosts of other tests have the default ports of the usual one.
        var host = IPAddress.Parse("127.0.77.2");
        var port = new PlatformPorts().BrokerHttp;
        using var holder = new TcpListener(host, port);
        holder.Start();
        var ports = PlatformPorts.Choose(PortPolicy.Auto, host: host);
        Assert.NotEqual(port, ports.BrokerHttp);
        Assert.NotEqual(0, ports.BrokerHttp);
        Assert.Equal(new PlatformPorts().BrokerGrpc, ports.BrokerGrpc);
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
        var owner = PortOwner.Describe(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port);
        Assert.StartsWith($"process {Environment.ProcessId}, ", owner);
    }

    [Theory]
    [InlineData("127.0.77.4", false)]
    [InlineData("127.0.77.5", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("::", true)]
    public void PortOwner_OfAPortThatOthersHaveAtOtherAddresses_IsWhoHasItThere(string address, bool isThere)
    {
        using var listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start();
        var owner = PortOwner.Describe(IPAddress.Parse("127.0.77.5"), ((IPEndPoint)listener.LocalEndpoint).Port);
        Assert.Equal(isThere, owner.StartsWith($"process {Environment.ProcessId}, ", StringComparison.Ordinal));
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
