using System.Net;
using Aion.Testing;

namespace Aion.FunctionalTests.Cluster;

/// <summary>A cluster of processes through cuts and crashes: whatever happens to the links, nothing that is healthy restarts.</summary>
[TestCaseOrderer("Aion.FunctionalTests.Cluster.LongestLast", "FunctionalTests")]
public sealed class ClusterTests(CutForAMinute cut) : IClassFixture<CutForAMinute>
{
    [Fact]
    public async Task LinkCutForAMinuteAndMasterKilled_ThreeWorkers_NothingHealthyRestarts()
    {
        var (cluster, before) = (cut.Cluster, cut.Before);

        // The link of one is cut for a minute: the master names it as lost, and what it ran when it was heard last.
        await cluster.StateAsync("w3", "lost");
        var status = await cluster.Master.StatusAsync();
        var shown = status.GetProperty("instances").EnumerateArray().Where(i => i.GetProperty("node").GetString() == "w3").ToArray();
        Assert.Equal([("three-001", "running"), ("three-002", "running")], shown.Select(i => (i.GetProperty("name").GetString()!, i.GetProperty("state").GetString()!)));
        Assert.All(shown, i => Assert.StartsWith("as of the last report", i.GetProperty("note").GetString(), StringComparison.Ordinal));
        Assert.All(
            status.GetProperty("nodes").EnumerateArray().Where(n => n.GetProperty("name").GetString() != "w3"),
            n => Assert.Equal("joined", n.GetProperty("state").GetString()));
        await cut.PassAsync();
        await cluster.StateAsync("w3", "lost");
        Assert.Equal("away", (await cluster.Workers["w3"].StatusAsync()).GetProperty("master").GetProperty("state").GetString());
        await cluster.RunUnchangedAsync(before);

        // It is healed.
        cluster.LinkOf("w3").Heal();
        await cluster.JoinedAsync("w3");
        Assert.Equal(before, await cluster.RunningAsync(CutForAMinute.Places));
        await cluster.RunUnchangedAsync(before);

        // The master is killed, and started again on what it left.
        await cluster.Master.KillAsync();
        await cluster.Master.StartAsync();
        await cluster.JoinedAsync("w1", "w2", "w3");
        Assert.Equal(before, await cluster.RunningAsync(CutForAMinute.Places));

        // It knows what it had applied: the same file changes nothing.
        Assert.False((await cluster.ApplyAsync(CutForAMinute.Project)).GetProperty("changed").GetBoolean());
        Assert.Equal(before, await cluster.RunningAsync(CutForAMinute.Places));
        await cluster.RunUnchangedAsync(before);
        Assert.All(before.Values, i => Assert.Equal(0, i.Restarts));
    }

    [Fact]
    public async Task Listeners_NodesOnOneMachine_AreAllOnTheirNodesAddress()
    {
        await using var cluster = await RunningCluster.StartAsync("w1");
        await cluster.ApplyAsync("""  one: { targetNode: w1, startup: yes, command: [sleep, "100000"] }""");
        await cluster.RunningAsync(("one", "w1"));

        var (master, worker) = (ListeningSockets.Of(cluster.Master.Pid), ListeningSockets.Of(cluster.Workers["w1"].Pid));

        // The kernel gives all programs of a user 128 of these together.
        Assert.DoesNotContain(Directory.EnumerateFiles($"/proc/{cluster.Master.Pid}/fd"), f => new FileInfo(f).LinkTarget is "anon_inode:inotify");
        Assert.All(master, e => Assert.Equal(cluster.AddressOf("master"), e.Address));
        Assert.Contains(new IPEndPoint(cluster.AddressOf("master"), 11110), master);
        // The sidecar of an instance stays where SDKs look for it that only know a port.
        Assert.Equal(2, worker.Count(e => e.Address.Equals(IPAddress.Loopback)));
        Assert.All(worker.Where(e => !e.Address.Equals(IPAddress.Loopback)), e => Assert.Equal(cluster.AddressOf("w1"), e.Address));
        Assert.Equal([3501, 3502, 10000, 11010, 11111, 11112, 50101, 50102], worker.Where(e => !e.Address.Equals(IPAddress.Loopback)).Select(e => e.Port).Order());
    }

    [Fact]
    public async Task LostWorker_TwoServices_OnlyTheOneThatSaysSoIsMoved()
    {
        await using var cluster = await RunningCluster.StartAsync("w1", "w2");
        await cluster.ApplyAsync(Both("targetNode: w2,", "targetNode: w2,"));
        var before = await cluster.RunningAsync(("stays", "w2"), ("moves", "w2"));

        // Without targetNode they keep the place that they have.
        await cluster.ApplyAsync(Both("", "reschedule: after 1s,"));
        Assert.Equal(before, await cluster.RunningAsync(("stays", "w2"), ("moves", "w2")));

        cluster.LinkOf("w2").Cut();
        await Eventually.HoldsAsync(async () => RunningInstance.Of(await cluster.Workers["w1"].StatusAsync()).ContainsKey("moves"), "moves runs on w1");
        var moved = RunningInstance.Of(await cluster.Workers["w1"].StatusAsync());
        Assert.Equal(["moves"], moved.Keys);
        // The cut node knows nothing of it: for now there are two.
        Assert.Equal(before, RunningInstance.Of(await cluster.Workers["w2"].StatusAsync()));

        cluster.LinkOf("w2").Heal();
        await Eventually.HoldsAsync(async () => !RunningInstance.Of(await cluster.Workers["w2"].StatusAsync()).ContainsKey("moves"), "w2 ended its copy");
        Assert.Equal(before["stays"], RunningInstance.Of(await cluster.Workers["w2"].StatusAsync())["stays"]);
        Assert.Equal(moved["moves"], RunningInstance.Of(await cluster.Workers["w1"].StatusAsync())["moves"]);
    }

    [Fact]
    public async Task WorkerAndMaster_StartedWithoutEachOther_RunAndShowWhatTheyHad()
    {
        await using var cluster = await RunningCluster.StartAsync("w1");
        await cluster.ApplyAsync("""  one: { startup: yes, always: yes, command: [sleep, "100000"] }""");
        var before = await cluster.RunningAsync(("one", "w1"));
        var worker = cluster.Workers["w1"];
        await Eventually.HoldsAsync(() => cluster.HasStoredAsync("w1", before["one"].Pid), "the master has stored what w1 runs");
        await cluster.Master.KillAsync();

        // Killed: its next run adopts what it left. Stopped in order: it starts it anew.
        await worker.KillAsync();
        await worker.StartAsync();
        await Eventually.HoldsAsync(async () => RunningInstance.Of(await worker.StatusAsync()).GetValueOrDefault("one")?.Pid == before["one"].Pid, "one was adopted");
        Assert.True(await worker.StopAsync() == 0, worker.Output);
        await worker.StartAsync();

        await Eventually.HoldsAsync(async () => RunningInstance.Of(await worker.StatusAsync()).ContainsKey("one"), "one runs without a master");
        Assert.NotEqual("joined", (await worker.StatusAsync()).GetProperty("master").GetProperty("state").GetString());

        // A master that comes back alone notices that the worker does not, and shows what it ran.
        await worker.KillAsync();
        await cluster.Master.StartAsync();
        await cluster.StateAsync("w1", "lost");
        Assert.Contains((await cluster.Master.StatusAsync()).GetProperty("instances").EnumerateArray(), i =>
            i.GetProperty("name").GetString() == "one-001" && i.GetProperty("node").GetString() == "w1" && i.TryGetProperty("note", out _));
        await worker.StartAsync();
        await cluster.JoinedAsync("w1");
    }

    private static string Both(string stays, string moves) => $$"""
          stays: { {{stays}} startup: yes, always: yes, command: [sleep, "100000"] }
          moves: { {{moves}} startup: yes, always: yes, command: [sleep, "100000"] }
        """;
}
