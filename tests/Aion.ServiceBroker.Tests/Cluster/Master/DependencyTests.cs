using Aion.Contracts.Clusterpb;
using Aion.Contracts.V1;
using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.Lifecycle;
using Google.Protobuf;
using Grpc.Core;

namespace Aion.ServiceBroker.Tests.Cluster.Master;

/// <summary>What a master knows of services that services on other nodes depend on, and whom it tells.</summary>
public sealed class DependencyTests
{
    private const string Project = """
        deviceName: line1
        microservices:
          database: { targetNode: w, startup: yes, command: [sleep, "1000"] }
          own: { targetNode: m, startup: yes, command: [sleep, "1000"], dependsOn: [ { name: database } ] }
          other: { targetNode: v, startup: yes, command: [sleep, "1000"], dependsOn: [ { name: database, condition: finished }, { name: own } ] }
          stranger: { targetNode: v, startup: yes, command: [sleep, "1000"] }
        """;

    [Fact]
    public async Task OwnService_ThatDependsOnOneOfAWorker_WaitsUntilThatReportsIt()
    {
        await using var master = await MasterFixture.StartAsync();
        await master.Broker.ApplyAsync(Project);
        await WaitsForAsync(master, "database-001 on node w: nobody can say whether it is started, node w has never joined");
        using var channel = master.Channel();
        using var call = MasterFixture.Join(channel, "w", "n1");
        await call.RequestStream.WriteAsync(Report("database", "starting"));
        await WaitsForAsync(master, "database-001 on node w is not started (starting)");

        await call.RequestStream.WriteAsync(Report("database", "running"));

        await master.Broker.ReachesAsync("own-001", InstanceState.Running);
        var pid = master.Broker.Instance("own-001").Pid;
        master.Nodes.Update("w", n => n with { State = NodeState.Lost, Connected = false });
        var explained = (await master.Broker.GetAsync("/api/v1/explain/own")).GetProperty("instances")[0].GetProperty("dependencies")[0];
        Assert.Equal(("w", true, "node w is lost"), (explained.GetProperty("node").GetString(), explained.GetProperty("met").GetBoolean(), explained.GetProperty("unsure").GetString()));
        Assert.Equal((pid, InstanceState.Running), (master.Broker.Instance("own-001").Pid, master.Broker.Instance("own-001").State));
    }

    [Fact]
    public async Task Worker_WhoseServicesDependOnOthers_IsToldOfThoseAndOfEveryChange()
    {
        await using var master = await MasterFixture.StartAsync();
        await master.Broker.ApplyAsync(Project);
        using var channel = master.Channel();
        using var told = MasterFixture.Join(channel, "v", "n1");
        await told.RequestStream.WriteAsync(await MasterFixture.FirstReportAsync(told, "v", "n1", id: "id-v"));

        var first = await ToldAsync(told, _ => true);
        Assert.Equal(["database", "own"], first.Others.Select(o => o.Service));
        Assert.Equal(("w", "node w has never joined", ""), (first.Others[0].Node, first.Others[0].Unsure, first.Others[0].Instances[0].State));
        Assert.Equal(("m", "", "waiting"), (first.Others[1].Node, first.Others[1].Unsure, first.Others[1].Instances[0].State));

        using (var database = MasterFixture.Join(channel, "w", "n2"))
        {
            await database.RequestStream.WriteAsync(Report("database", "running"));
            // It runs, so `own` on the master starts; and it has not ended, which is what `other` waits for.
            var running = await ToldAsync(told, o => o.Others[0].Instances[0].Started && o.Others[1].Instances[0].Started);
            Assert.Equal(("", false, 3), (running.Others[0].Unsure, running.Others[0].Instances[0].Finished, running.Others[0].Instances[0].Run));

            // By its older definition it has ended well; by the one in force only when the node has that.
            await database.RequestStream.WriteAsync(Report("database", "finished"));
            Assert.False((await ToldAsync(told, o => o.Others[0].Instances[0].State == "finished")).Others[0].Instances[0].Finished);
            await database.RequestStream.WriteAsync(Report("database", "finished", generation: 1));
            await ToldAsync(told, o => o.Others[0].Instances[0].Finished);
        }

        var down = await ToldAsync(told, o => o.Others[0].Unsure.Length > 0);
        Assert.Equal(("the link of node w to the master is down", true), (down.Others[0].Unsure, down.Others[0].Instances[0].Finished));
    }

    private static Task WaitsForAsync(MasterFixture master, string expected) => Eventually.HoldsAsync(
        () => master.Broker.Instances.Any(i => i.Name == "own-001" && i.State == InstanceState.Waiting && i.WaitingFor.SequenceEqual([expected])),
        $"own-001 waits for: {expected}");

    private static async Task<NodeOrder> ToldAsync(AsyncDuplexStreamingCall<NodeMeta, Apply> call, Func<NodeOrder, bool> fits)
    {
        while (await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Within.Default))
        {
            if (call.ResponseStream.Current.Order is { HasOthers: true } order && fits(order))
            {
                return order;
            }
        }

        throw new InvalidOperationException("The master ended the stream.");
    }

    private static NodeMeta Report(string service, string state, long generation = 0)
    {
        var instance = $$"""{"name":"{{service}}-001","service":"{{service}}","number":1,"state":"{{state}}","since":"2026-01-01T00:00:00Z","run":3}""";
        return new NodeMeta
        {
            NodeName = "w",
            Report = new NodeReport { NodeId = "id-w", Generation = generation, HasInstances = true, Instances = { ByteString.CopyFromUtf8(instance) } },
        };
    }
}
