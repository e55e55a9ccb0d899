using Aion.Contracts.Clusterpb;
using Aion.Contracts.V1;
using Aion.Project;
using Aion.Project.Model;
using Aion.ServiceBroker.Lifecycle;
using Google.Protobuf;
using Grpc.Core;

namespace Aion.ServiceBroker.Tests.Cluster.Worker;

/// <summary>A service on a worker whose <c>dependsOn</c> names a service of another node.</summary>
public sealed class OtherNodesTests
{
    [Theory]
    [InlineData("started")]
    [InlineData("healthy")]
    [InlineData("finished")]
    public async Task Dependency_OnAnotherNode_IsWaitedForUntilTheMasterSaysThatItIsAsFar(string condition)
    {
        await using var master = await StartAsync();
        await using var worker = await WorkerAsync(master);
        var stream = await master.NextStreamAsync();
        // As far as the two other conditions ask: that does not count.
        await stream.SendAsync(Order(condition, Database(started: condition != "started", healthy: condition != "healthy", finished: condition != "finished")));
        await WaitsForAsync(worker, condition == "finished" ? "database-001 on node v has not finished (starting)" : $"database-001 on node v is not {condition} (starting)");

        await stream.SendAsync(Told(Database(started: true, healthy: true, finished: true)));

        await worker.ReachesAsync("judge-001", InstanceState.Running);
    }

    [Fact]
    public async Task Dependency_ThatTheMasterSaysNothingOf_IsWaitedFor()
    {
        await using var master = await StartAsync();
        await using var worker = await WorkerAsync(master);
        var stream = await master.NextStreamAsync();
        await stream.SendAsync(Order("started"));
        await WaitsForAsync(worker, "database on node v, which has not told of it yet");

        var explained = (await worker.GetAsync("/api/v1/explain/judge")).GetProperty("instances")[0].GetProperty("dependencies")[0];

        Assert.Equal(("database-001", "v", false), (explained.GetProperty("name").GetString(), explained.GetProperty("node").GetString(), explained.GetProperty("met").GetBoolean()));
    }

    [Fact]
    public async Task LinkDown_WhileItWaits_SaysThatNobodyKnowsAndGoesOnWaiting()
    {
        await using var master = await StartAsync();
        await using var worker = await WorkerAsync(master);
        var stream = await master.NextStreamAsync();
        await stream.SendAsync(Order("healthy", Database(started: true)));
        await WaitsForAsync(worker, "database-001 on node v is not healthy (starting)");

        stream.End();
        var back = await master.NextStreamAsync();
        await WaitsForAsync(worker, "database-001 on node v: nobody can say whether it is healthy, the master is away; it was starting when it was heard of last");

        await back.SendAsync(Told(Database(started: true, healthy: true)));
        await worker.ReachesAsync("judge-001", InstanceState.Running);
    }

    [Fact]
    public async Task LinkDown_WhileItRuns_StopsNothingAndWhatWasMetStaysMetForAStart()
    {
        using var home = new TempFolder();
        await using var dapr = await FakeDapr.StartAsync();
        await using var master = await StartAsync();
        await using (var worker = await WorkerAsync(master, dapr, home))
        {
            var stream = await master.NextStreamAsync();
            await stream.SendAsync(Order("healthy", Database(started: true, healthy: true)));
            await worker.ReachesAsync("judge-001", InstanceState.Running);
            var pid = worker.Instance("judge-001").Pid;

            stream.End();
            await master.NextStreamAsync();
            Assert.Equal((pid, InstanceState.Running), (worker.Instance("judge-001").Pid, worker.Instance("judge-001").State));

            await Eventually.HoldsAsync(() => dapr.State("servicebroker.others") is not null, "what was told is stored");
        }

        // A new run of the worker's broker, to which the master has not said a word yet.
        await using var again = await WorkerAsync(master, dapr, home);
        await again.ReachesAsync("judge-001", InstanceState.Running);
    }

    [Fact]
    public async Task DependencyStartedAgain_WhereTheProjectAsksForIt_RestartsTheDependentOnce()
    {
        await using var master = await StartAsync();
        await using var worker = await WorkerAsync(master);
        var stream = await master.NextStreamAsync();
        await stream.SendAsync(Order("started, restart: yes", Database(started: true, run: 4)));
        await worker.ReachesAsync("judge-001", InstanceState.Running);

        await stream.SendAsync(Told(Database(run: 4)));
        await stream.SendAsync(Told(Database(started: true, run: 5)));

        await Eventually.HoldsAsync(() => worker.Instance("judge-001") is { Run: 2, State: InstanceState.Running }, "judge was started again");
        await stream.SendAsync(Told(Database(started: true, run: 5, unsure: "node v is lost")));
        await Eventually.HoldsAsync(
            async () => (await worker.GetAsync("/api/v1/explain/judge")).GetProperty("instances")[0].GetProperty("dependencies")[0].TryGetProperty("unsure", out _), "told of the loss");
        Assert.Equal(2, worker.Instance("judge-001").Run);
    }

    [Fact]
    public async Task Told_WhatCannotBe_IsLeftOut()
    {
        await using var master = await StartAsync();
        await using var worker = await WorkerAsync(master);
        var stream = await master.NextStreamAsync();
        var evil = Database(started: true);
        evil.Instances.Add(new OtherInstance { Number = 1, State = "\u001b[2J" });
        evil.Instances.Add(new OtherInstance { Number = -1 });
        evil.Instances.Add(new OtherInstance { Number = 2, State = "a\nb", Run = -4 });
        evil.Unsure = "x\u001by";

        await stream.SendAsync(Order("started", new OtherService { Service = "../x" }, evil, Database()));

        await WaitsForAsync(worker, "database-002 on node v: nobody can say whether it is started, x y");
    }

    private static Task WaitsForAsync(BrokerFixture worker, string expected) => Eventually.HoldsAsync(
        () => worker.Instances.Any(i => i.Name == "judge-001" && i.State == InstanceState.Waiting && i.WaitingFor.SequenceEqual([expected])),
        $"judge-001 waits for: {expected}");

    private static async Task<RawMaster> StartAsync()
    {
        var master = new RawMaster { Greeting = _ => new Metadata { { "aion-cluster-version", "1" } } };
        await master.StartAsync();
        return master;
    }

    private static async Task<BrokerFixture> WorkerAsync(RawMaster master, FakeDapr? dapr = null, TempFolder? home = null) =>
        await BrokerFixture.StartAsync(dapr, home, new()
        {
            ["Aion:Mode"] = "worker",
            ["Aion:Cluster:NodeName"] = "w",
            ["Aion:Cluster:Master"] = master.Address,
            ["Aion:Cluster:ReconnectMaximum"] = "00:00:00.3",
        });

    private static OtherService Database(bool started = false, bool healthy = false, bool finished = false, int run = 1, string unsure = "") => new()
    {
        Service = "database", Node = "v", Unsure = unsure,
        Instances = { new OtherInstance { Number = 1, State = "starting", Run = run, Started = started, Healthy = healthy, Finished = finished } },
    };

    private static Apply Told(params OtherService[] others)
    {
        var order = new NodeOrder { HasOthers = true };
        order.Others.AddRange(others);
        return new Apply { Order = order };
    }

    private static Apply Order(string condition, params OtherService[] others)
    {
        var whole = ProjectCompiler.Compile(
            $$"""
            deviceName: w
            microservices:
              database: { command: [sleep, '1000'], health: { command: ['true'] } }
              judge: { startup: yes, always: yes, command: [sleep, '1000'], dependsOn: [ { name: database, condition: {{condition}} } ] }
            """,
            "p").Project!;
        var part = whole with { Services = [whole.FindService("judge")! with { DependsOn = [whole.FindService("judge")!.DependsOn[0] with { Node = "v" }] }] };
        var apply = Told(others);
        (apply.Order.Generation, apply.Order.Fingerprint, apply.Order.Directory) = (1, "f1", "/tmp");
        apply.Order.Project = ByteString.CopyFromUtf8(ProjectJson.Serialize(part));
        return apply;
    }
}
