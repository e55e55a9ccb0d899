using System.Net;
using Aion.Contracts.Clusterpb;
using Aion.ServiceBroker.Cluster.Liveness;
using Aion.ServiceBroker.Cluster.Nodes;

namespace Aion.ServiceBroker.Tests.Cluster.Master;

public sealed class ForgetTests
{
    private const string Project = """
        deviceName: line1
        microservices:
          free: { command: [sleep, "100"] }
          bound: { targetNode: w, command: [sleep, "100"] }
        """;

    [Fact]
    public async Task Forget_LostNode_PlacesItsServicesAnewAndLeavesTheBoundOnes()
    {
        await using var master = await MasterFixture.StartAsync();
        using var channel = master.Channel();
        using (var call = MasterFixture.Join(channel, "w"))
        {
            await call.RequestStream.WriteAsync(new NodeMeta { NodeName = "w" });
            await master.JoinedAsync("w");
            Assert.Equal(["w", "w"], Nodes(await master.Broker.ApplyAsync(Project, "plan")));
            await master.Broker.ApplyAsync(Project);
            Assert.Equal(HttpStatusCode.Conflict, await ForgetAsync(master, "w"));
        }

        await Eventually.HoldsAsync(() => !master.Nodes.Find("w")!.Connected, "the link is down");
        master.Nodes.Update("w", n => n with { State = NodeState.Lost });

        Assert.Equal(HttpStatusCode.NoContent, await ForgetAsync(master, "w"));

        Assert.Null(master.Nodes.Find("w"));
        Assert.Equal(["m", "w"], Nodes(await master.Broker.ApplyAsync(Project, "plan")));
        Assert.Null(master.Broker.App.Services.GetRequiredService<NodeLoss>().Check("w"));
        Assert.Equal(HttpStatusCode.NotFound, await ForgetAsync(master, "w"));
    }

    [Theory]
    [InlineData("GET", "/api/v1/logs/bound/1")]
    [InlineData("GET", "/api/v1/explain/bound")]
    [InlineData("POST", "/api/v1/instances/bound/restart")]
    public async Task ServiceOfAnotherNode_AskedForOnTheMaster_IsSaidToBeThere(string method, string path)
    {
        await using var master = await MasterFixture.StartAsync();
        await master.Broker.ApplyAsync(Project);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var answer = await master.Broker.Http.SendAsync(request).WaitAsync(Within.Default);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("bound runs on node w", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> ForgetAsync(MasterFixture master, string node)
    {
        using var answer = await master.Broker.Http.PostAsync($"/api/v1/nodes/{node}/forget", null).WaitAsync(Within.Default);
        return answer.StatusCode;
    }

    private static IEnumerable<string?> Nodes(System.Text.Json.JsonElement plan) =>
        plan.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("node").GetString());
}
