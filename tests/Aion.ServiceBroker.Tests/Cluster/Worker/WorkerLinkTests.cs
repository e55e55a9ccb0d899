using System.Net;
using System.Text;
using Aion.Contracts.Clusterpb;
using Aion.Contracts.Projectpb;
using Aion.Contracts.Servicepb;
using Aion.Contracts.V1;
using Aion.Project;
using Aion.Project.Model;
using Aion.ServiceBroker.Cluster.Settings;
using Aion.ServiceBroker.Lifecycle;
using Google.Protobuf;
using Grpc.Core;

namespace Aion.ServiceBroker.Tests.Cluster.Worker;

/// <summary>A worker towards masters: AION's, ours, and such as must not be obeyed.</summary>
public sealed class WorkerLinkTests
{
    [Fact]
    public async Task AionMaster_SendsASetting_IsRunAndItsServicesStatusReported()
    {
        await using var master = await StartAsync();
        await using var worker = await WorkerAsync(master);
        var stream = await master.NextStreamAsync();
        Assert.Equal(("w", "127.0.0.1"), (stream.Headers.GetValue("nodename"), stream.Headers.GetValue("nodeip")));
        Assert.Equal(("w", "127.0.0.1"), ((await stream.NextAsync()) is var first ? first.NodeName : "", first.NodeIP));

        await stream.SendAsync(new Apply { AionSetting = Setting(("camera", ""), ("judge", "w"), ("other", "x")) });

        var report = await stream.UntilAsync(r => r.ServicesStatus.Count > 0 && r.ServicesStatus.Values.All(up => up));
        Assert.Equal(["camera", "judge"], report.ServicesStatus.Keys.Order());
    }

    [Fact]
    public async Task Order_FromOurMaster_IsRunWithItsExtensionsAcknowledgedAndStored()
    {
        await using var dapr = await FakeDapr.StartAsync();
        using var home = new TempFolder();
        await using var master = await StartAsync();
        await using (var worker = await WorkerAsync(master, dapr: dapr, home: home))
        {
            var stream = await master.NextStreamAsync();
            await stream.SendAsync(Order(3, "f3", "w", "camera"));
            var done = await stream.UntilAsync(r => r.Report.Fingerprint == "f3");
            Assert.Equal((3, ""), (done.Report.Generation, done.Report.Problem));
            await stream.UntilAsync(r => r.ServicesStatus.GetValueOrDefault("camera"));
        }

        await using var again = await WorkerAsync(master, dapr: dapr, home: home);
        var back = await master.NextStreamAsync();

        Assert.Equal((3, "f3"), ((await back.NextAsync()).Report is var report ? report.Generation : 0, report.Fingerprint));
        await again.ReachesAsync("camera-001", InstanceState.Running);
    }

    [Fact]
    public async Task Order_OfAnOlderGeneration_IsNotObeyed()
    {
        await using var master = await StartAsync();
        await using var worker = await WorkerAsync(master);
        var stream = await master.NextStreamAsync();
        await stream.SendAsync(Order(5, "f5", "w", "camera"));
        await stream.UntilAsync(r => r.Report.Fingerprint == "f5");

        await stream.SendAsync(Order(4, "f4", "w", "judge"));

        var report = await stream.UntilAsync(r => r.Report.Problem.Length > 0);
        Assert.Equal((5, "f5"), (report.Report.Generation, report.Report.Fingerprint));
        Assert.Contains("older than generation 5", report.Report.Problem, StringComparison.Ordinal);
        Assert.Equal("camera-001", Assert.Single(worker.Instances).Name);
    }

    [Fact]
    public async Task Setting_WithErrors_IsReportedAndWhatRunsGoesOn()
    {
        await using var master = await StartAsync();
        await using var worker = await WorkerAsync(master);
        var stream = await master.NextStreamAsync();
        await stream.SendAsync(Order(1, "f1", "w", "camera"));
        await worker.ReachesAsync("camera-001", InstanceState.Running);
        var pid = worker.Instance("camera-001").Pid;

        await stream.SendAsync(new Apply { AionSetting = new AionSetting { Microservices = { ["Bad Name"] = new Microservice { Startup = true } } } });

        Assert.Contains("AION0", (await stream.UntilAsync(r => r.Report.Problem.Length > 0)).Report.Problem, StringComparison.Ordinal);
        Assert.Equal(pid, worker.Instance("camera-001").Pid);
    }

    [Fact]
    public async Task MasterThatEndsTheStream_IsTriedAgainAndTheServicesGoOn()
    {
        await using var master = await StartAsync();
        await using var worker = await WorkerAsync(master);
        var stream = await master.NextStreamAsync();
        await stream.SendAsync(Order(1, "f1", "w", "camera"));
        await worker.ReachesAsync("camera-001", InstanceState.Running);
        var pid = worker.Instance("camera-001").Pid;

        stream.End();
        var back = await master.NextStreamAsync();

        Assert.Equal("f1", (await back.NextAsync()).Report.Fingerprint);
        Assert.Equal((pid, 0), (worker.Instance("camera-001").Pid, worker.Instance("camera-001").Restarts));
    }

    [Fact]
    public async Task MasterThatFallsSilent_IsLeftAfterItsOwnDeadline()
    {
        await using var master = await StartAsync();
        await using var worker = await WorkerAsync(master);
        var stream = await master.NextStreamAsync();

        await stream.SendAsync(new Apply { Order = new NodeOrder { HeartbeatMilliseconds = 100, DeadlineMilliseconds = 400 } });

        await master.NextStreamAsync();
        var status = await worker.GetAsync("/api/v1/status");
        Assert.Equal("worker", status.GetProperty("mode").GetString());
    }

    [Theory]
    [InlineData(false, "does not show that it knows")]
    [InlineData(true, "does not know this worker's token")]
    public async Task MasterWithoutTheToken_IsToldNothingAndNotObeyed(bool greets, string said)
    {
        await using var master = await StartAsync(greets
            ? headers => new Metadata { { "aion-cluster-version", "1" }, { "aion-cluster-nonce", "n" }, { "aion-cluster-proof", new string('0', 64) } }
            : _ => []);
        await using var worker = await WorkerAsync(master, token: "secret");
        var stream = await master.NextStreamAsync();

        await Eventually.HoldsAsync(
            async () => (await worker.GetAsync("/api/v1/status")).GetProperty("master") is var link
                && link.GetProperty("state").GetString() == "refused" && link.GetProperty("problem").GetString()!.Contains(said, StringComparison.Ordinal),
            said);

        await Assert.ThrowsAnyAsync<Exception>(stream.NextAsync);
    }

    [Fact]
    public async Task MasterWithTheToken_IsShownTheProofAndObeyed()
    {
        var token = new ClusterToken("secret");
        await using var master = await StartAsync(headers => new Metadata
        {
            { "aion-cluster-version", "1" }, { "aion-cluster-nonce", "n" },
            { "aion-cluster-proof", Convert.ToHexStringLower(token.ProofOfMaster("w", headers.GetValue("aion-cluster-nonce")!, "n")) },
        });
        await using var worker = await WorkerAsync(master, token: "secret");
        var stream = await master.NextStreamAsync();

        var first = await stream.NextAsync();

        Assert.Equal(token.ProofOfWorker("w", stream.Headers.GetValue("aion-cluster-nonce")!, "n"), first.Report.Proof.ToByteArray());
    }

    [Theory]
    [InlineData("apply")]
    [InlineData("plan")]
    [InlineData("delete")]
    public async Task Worker_HandedAProject_SaysWhoTakesIt(string action)
    {
        await using var master = await StartAsync();
        await using var worker = await WorkerAsync(master);
        using var content = new StringContent("microservices: { a: { startup: yes, command: [sleep, '1'] } }", Encoding.UTF8, "application/yaml");

        using var answer = await worker.Http.PostAsync($"/api/v1/{action}", content).WaitAsync(Within.Default);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains($"its master at {master.Address}", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<RawMaster> StartAsync(Func<Metadata, Metadata>? greeting = null)
    {
        var master = new RawMaster { Greeting = greeting };
        await master.StartAsync();
        return master;
    }

    private static async Task<BrokerFixture> WorkerAsync(RawMaster master, FakeDapr? dapr = null, TempFolder? home = null, string? token = null) =>
        await BrokerFixture.StartAsync(dapr, home, new()
        {
            ["Aion:Mode"] = "worker",
            ["Aion:Cluster:NodeName"] = "w",
            ["Aion:Cluster:Master"] = master.Address,
            ["Aion:Cluster:ReconnectMaximum"] = "00:00:00.3",
            ["Aion:Cluster:Deadline"] = "01:00:00",
            ["Aion:Cluster:ProjectDirectory"] = "/tmp",
            ["Aion:Cluster:Token"] = token,
        });

    private static AionSetting Setting(params (string Name, string Node)[] services)
    {
        var setting = new AionSetting { DeviceName = "line1" };
        foreach (var (name, node) in services)
        {
            setting.Microservices[name] = new Microservice { Startup = true, Always = true, TargetNode = node, Command = { "sleep", "1000" } };
        }

        return setting;
    }

    private static Apply Order(long generation, string fingerprint, string node, string service)
    {
        var project = ProjectCompiler.Compile($"deviceName: {node}\nmicroservices: {{ {service}: {{ startup: yes, always: yes, command: [sleep, '1000'] }} }}", "p").Project!;
        return new Apply
        {
            Order = new NodeOrder
            {
                Generation = generation, Fingerprint = fingerprint, Directory = "/nowhere", Project = ByteString.CopyFromUtf8(ProjectJson.Serialize(project)),
            },
        };
    }
}
