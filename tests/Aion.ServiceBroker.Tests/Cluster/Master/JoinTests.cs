using System.Net;
using Aion.Contracts.Clusterpb;
using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.Cluster.Settings;
using Grpc.Core;

namespace Aion.ServiceBroker.Tests.Cluster.Master;

/// <summary>clusterpb as a master serves it, to peers of AION, which know nothing of ours, and to ours.</summary>
public sealed class JoinTests
{
    private const string Project = """
        deviceName: line1
        microservices:
          camera: { targetNode: w, command: [sleep, "100"], env: { A: 1 }, restart: { limit: 3 }, nextService: { default: [ { name: judge } ] } }
          judge: { targetNode: m, command: [sleep, "100"] }
        """;

    [Fact]
    public async Task AionWorker_Joined_GetsItsPartAsAnAionSettingAndNothingElse()
    {
        await using var master = await MasterFixture.StartAsync();
        using var channel = master.Channel();
        using var call = MasterFixture.Join(channel, "w");
        await call.RequestStream.WriteAsync(new NodeMeta { NodeName = "w", NodeIP = "10.0.0.9" });
        await master.JoinedAsync("w");

        await master.Broker.ApplyAsync(Project);

        // The very first message: to a worker of AION every message is a project, a sign of life would be an empty one.
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Within.Default));
        var apply = call.ResponseStream.Current;
        Assert.Null(apply.Order);
        Assert.Equal("w", apply.AionSetting.DeviceName);
        Assert.Equal(["camera"], apply.AionSetting.Microservices.Keys);
        Assert.Equal("m", apply.AionSetting.Microservices["camera"].NextService["default"].NextServiceSetting[0].NextDevice);
        Assert.Equal("m", Assert.Single(apply.AionSetting.Devices).Key);
    }

    [Fact]
    public async Task AionWorker_ServicesStatus_IsShownAsInstances()
    {
        await using var master = await MasterFixture.StartAsync();
        using var channel = master.Channel();
        using var call = MasterFixture.Join(channel, "w");
        await call.RequestStream.WriteAsync(new NodeMeta { NodeName = "w", NodeIP = "10.0.0.9", ServicesStatus = { ["camera"] = true, ["judge"] = false } });
        await master.JoinedAsync("w");

        var status = await master.Broker.GetAsync("/api/v1/status");

        Assert.Equal(
            [("camera-001", "running", "w"), ("judge-001", "stopped", "w")],
            status.GetProperty("instances").EnumerateArray().Select(i =>
                (i.GetProperty("name").GetString()!, i.GetProperty("state").GetString()!, i.GetProperty("node").GetString()!)));
        var node = status.GetProperty("nodes").EnumerateArray().Single(n => n.GetProperty("name").GetString() == "w");
        Assert.Equal(("joined", "10.0.0.9"), (node.GetProperty("state").GetString(), node.GetProperty("address").GetString()));
    }

    [Fact]
    public async Task OwnWorker_Joined_GetsExtensionsAndSignsOfLife()
    {
        await using var master = await MasterFixture.StartAsync();
        await master.Broker.ApplyAsync(Project);
        using var channel = master.Channel();
        using var call = MasterFixture.Join(channel, "w", "n1");
        await call.RequestStream.WriteAsync(await MasterFixture.FirstReportAsync(call, "w", "n1"));

        var apply = await MasterFixture.NextOrderAsync(call);

        Assert.Equal(1, apply.Order.Generation);
        Assert.Contains("\"limit\":3", apply.Order.Project.ToStringUtf8(), StringComparison.Ordinal);
        Assert.Equal(["camera"], apply.AionSetting.Microservices.Keys);
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Within.Default));
        Assert.Equal((0, 100), (call.ResponseStream.Current.Order.Generation, call.ResponseStream.Current.Order.HeartbeatMilliseconds));
        Assert.Null(call.ResponseStream.Current.AionSetting);
    }

    [Fact]
    public async Task OwnWorker_ThatHasTheOrderAlready_IsToldNothing()
    {
        await using var master = await MasterFixture.StartAsync();
        await master.Broker.ApplyAsync(Project);
        using var channel = master.Channel();
        string fingerprint;
        using (var first = MasterFixture.Join(channel, "w", "n1"))
        {
            await first.RequestStream.WriteAsync(await MasterFixture.FirstReportAsync(first, "w", "n1"));
            fingerprint = (await MasterFixture.NextOrderAsync(first)).Order.Fingerprint;
        }

        using var again = MasterFixture.Join(channel, "w", "n2");
        await again.RequestStream.WriteAsync(await MasterFixture.FirstReportAsync(again, "w", "n2", generation: 1, fingerprint: fingerprint));

        for (var i = 0; i < 3; i++)
        {
            Assert.True(await again.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Within.Default));
            Assert.Equal(0, again.ResponseStream.Current.Order.Generation);
        }
    }

    [Fact]
    public async Task OwnWorker_ThatIsAheadOfTheMaster_IsLeftAloneUntilTheNextApply()
    {
        await using var master = await MasterFixture.StartAsync();
        await master.Broker.ApplyAsync(Project);
        using var channel = master.Channel();
        using var call = MasterFixture.Join(channel, "w", "n1");
        await call.RequestStream.WriteAsync(await MasterFixture.FirstReportAsync(call, "w", "n1", generation: 40, fingerprint: "theirs"));
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Within.Default));
        Assert.Equal(0, call.ResponseStream.Current.Order.Generation);
        var node = (await master.Broker.GetAsync("/api/v1/status")).GetProperty("nodes").EnumerateArray().Single(n => n.GetProperty("name").GetString() == "w");
        Assert.StartsWith("it has generation 40, and this master only knows 1", node.GetProperty("problem").GetString(), StringComparison.Ordinal);

        await master.Broker.ApplyAsync(Project.Replace("A: 1", "A: 2", StringComparison.Ordinal));

        Assert.Equal(41, (await MasterFixture.NextOrderAsync(call)).Order.Generation);
    }

    [Fact]
    public async Task Token_Shown_LetsTheWorkerInAndProvesTheMaster()
    {
        await using var master = await MasterFixture.StartAsync("secret");
        using var channel = master.Channel();
        using var call = MasterFixture.Join(channel, "w", "n1");
        var headers = await call.ResponseHeadersAsync.WaitAsync(Within.Default);
        await call.RequestStream.WriteAsync(await MasterFixture.FirstReportAsync(call, "w", "n1", "secret"));

        await master.JoinedAsync("w");

        var proof = new ClusterToken("secret").ProofOfMaster("w", "n1", headers.GetValue("aion-cluster-nonce")!);
        Assert.Equal(Convert.ToHexStringLower(proof), headers.GetValue("aion-cluster-proof"));
        Assert.DoesNotContain(headers, h => h.Value.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, "wrong", "another one")]
    [InlineData(false, null, "only brokers of Aion.Dapr")]
    public async Task Token_NotShown_IsRefused(bool ours, string? token, string reason)
    {
        await using var master = await MasterFixture.StartAsync("secret");
        using var channel = master.Channel();
        using var call = MasterFixture.Join(channel, "w", ours ? "n1" : null);
        await call.RequestStream.WriteAsync(ours ? await MasterFixture.FirstReportAsync(call, "w", "n1", token) : new NodeMeta { NodeName = "w" });

        var refused = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Within.Default));

        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
        Assert.Contains(reason, refused.Status.Detail, StringComparison.Ordinal);
        Assert.Null(master.Nodes.Find("w"));
    }

    [Fact]
    public async Task Token_OverheardProof_IsOfNoUseOnAnotherConnection()
    {
        await using var master = await MasterFixture.StartAsync("secret");
        using var channel = master.Channel();
        using var honest = MasterFixture.Join(channel, "w", "n1");
        var overheard = await MasterFixture.FirstReportAsync(honest, "w", "n1", "secret");
        using var thief = MasterFixture.Join(channel, "w", "n1");
        await thief.RequestStream.WriteAsync(overheard);

        var refused = await Assert.ThrowsAsync<RpcException>(() => thief.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Within.Default));

        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
    }

    [Theory]
    [InlineData("Hall 3", "10.0.0.9", "NodeName")]
    [InlineData("w", "not an address", "NodeIP")]
    public async Task Metadata_ThatNamesNoNode_IsRefused(string name, string address, string said)
    {
        await using var master = await MasterFixture.StartAsync();
        using var channel = master.Channel();
        using var call = MasterFixture.Join(channel, name, address: address);

        var refused = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Within.Default));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Contains(said, refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Worker_OfTheMastersName_IsRefused()
    {
        await using var master = await MasterFixture.StartAsync();
        using var channel = master.Channel();
        using var call = MasterFixture.Join(channel, "m", "n1");
        await call.RequestStream.WriteAsync(await MasterFixture.FirstReportAsync(call, "m", "n1"));
        var refused = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Within.Default));
        Assert.Equal(StatusCode.AlreadyExists, refused.StatusCode);
        Assert.Contains("The master itself is called 'm'", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondMachine_OfTheSameName_IsRefusedAndTheSameMachineTakesItsPlace()
    {
        await using var master = await MasterFixture.StartAsync();
        using var channel = master.Channel();
        using var first = MasterFixture.Join(channel, "w", "n1");
        await first.RequestStream.WriteAsync(await MasterFixture.FirstReportAsync(first, "w", "n1"));
        await master.JoinedAsync("w");
        using var other = MasterFixture.Join(channel, "w", "n2");
        await other.RequestStream.WriteAsync(await MasterFixture.FirstReportAsync(other, "w", "n2", id: "id-2"));
        var refused = await Assert.ThrowsAsync<RpcException>(() => other.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Within.Default));
        Assert.Equal(StatusCode.AlreadyExists, refused.StatusCode);

        using var again = MasterFixture.Join(channel, "w", "n3");
        await again.RequestStream.WriteAsync(await MasterFixture.FirstReportAsync(again, "w", "n3"));

        Assert.True(await again.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Within.Default));
        await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await first.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Within.Default))
            {
            }
        });
        Assert.True(master.Nodes.Find("w")!.Connected);
    }

    [Theory]
    [InlineData("/api/v1/status")]
    [InlineData("/projectpb.Project/Status")]
    [InlineData("/actors/WorkerNode/w/method/WatchAsync")]
    [InlineData("/healthz")]
    public async Task WorkersPort_AskedForAnythingElse_KnowsNothing(string path)
    {
        await using var master = await MasterFixture.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(master.Address), DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Host = new Uri(master.Broker.GrpcAddress).Authority;

        using var answer = await http.SendAsync(request).WaitAsync(Within.Default);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("/clusterpb.Cluster/JoinMasterAion")]
    [InlineData("/CLUSTERPB.cluster/joinmasteraion")]
    public async Task OtherPorts_AskedForWhatIsForWorkers_KnowNothing(string path)
    {
        await using var master = await MasterFixture.StartAsync();

        using var answer = await master.Broker.Http.PostAsync(path, null).WaitAsync(Within.Default);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Apply_NodeThatNeverJoined_WaitsForItVisibly()
    {
        await using var master = await MasterFixture.StartAsync();
        var steps = (await master.Broker.ApplyAsync(Project)).GetProperty("steps").EnumerateArray().ToArray();

        Assert.Equal(["w", "m"], steps.Select(s => s.GetProperty("node").GetString()));
        Assert.Contains("waits for node w, which has never joined", steps[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
        var status = await master.Broker.GetAsync("/api/v1/status");
        var camera = status.GetProperty("instances").EnumerateArray().Single(i => i.GetProperty("service").GetString() == "camera");
        Assert.Equal(("waiting", "w"), (camera.GetProperty("state").GetString(), camera.GetProperty("node").GetString()));
        Assert.Equal("node w, which has never joined", camera.GetProperty("waitingFor")[0].GetString());
        Assert.Equal(["m", "w"], status.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("name").GetString()));
        Assert.Equal("never-seen", status.GetProperty("nodes")[1].GetProperty("state").GetString());
    }

    [Fact]
    public async Task AionTool_OnAMaster_SeesNodesWithAddressesAndDeletesServicesOfWorkers()
    {
        await using var master = await MasterFixture.StartAsync();
        using var channel = master.Channel();
        using var call = MasterFixture.Join(channel, "w");
        await call.RequestStream.WriteAsync(new NodeMeta { NodeName = "w", NodeIP = "10.0.0.9", ServicesStatus = { ["camera"] = true } });
        await master.JoinedAsync("w");
        await master.Broker.ApplyAsync(Project);
        using var broker = Grpc.Net.Client.GrpcChannel.ForAddress(master.Broker.App.Urls.ElementAt(1));
        var tool = new Contracts.Projectpb.Project.ProjectClient(broker);

        var status = await tool.StatusAsync(new Google.Protobuf.WellKnownTypes.Empty());
        var deleted = await tool.DeleteAsync(new Contracts.Projectpb.AionSetting { Microservices = { ["camera"] = new Contracts.Servicepb.Microservice() } });

        Assert.Equal("""{"camera":true}""", status.Status["w/10.0.0.9"]);
        Assert.Equal(["m", "w/10.0.0.9"], status.Status.Keys.Order());
        Assert.Equal(Contracts.Projectpb.ResponseCode.Ok, deleted.Code);
        Assert.Contains("stop camera-001", deleted.Message, StringComparison.Ordinal);
        Assert.Equal(["camera"], (await MasterFixture.NextOrderAsync(call)).AionSetting.Microservices.Keys);
        Assert.Empty((await MasterFixture.NextOrderAsync(call)).AionSetting.Microservices);
    }

    [Fact]
    public async Task Plan_StartOnANodeThatNeverJoined_IsAWait()
    {
        await using var master = await MasterFixture.StartAsync();
        var plan = await master.Broker.ApplyAsync(Project.Replace("targetNode: w,", "targetNode: w, startup: yes,", StringComparison.Ordinal), "plan");
        Assert.Equal(("camera-001", "wait"), (plan.GetProperty("steps")[0].GetProperty("instance").GetString(), plan.GetProperty("steps")[0].GetProperty("action").GetString()));
    }

    [Fact]
    public async Task Apply_Again_ChangesNothingAndPlanShowsTheNode()
    {
        await using var master = await MasterFixture.StartAsync();
        await master.Broker.ApplyAsync(Project);

        var again = await master.Broker.ApplyAsync(Project);
        var plan = await master.Broker.ApplyAsync(Project.Replace("targetNode: w", "targetNode: x", StringComparison.Ordinal), "plan");

        Assert.Equal((1, false), (again.GetProperty("generation").GetInt32(), again.GetProperty("changed").GetBoolean()));
        Assert.Equal(
            [("camera-001", "stop", "w"), ("camera-001", "wait", "x"), ("judge-001", "keep", "m")],
            plan.GetProperty("steps").EnumerateArray().Select(s =>
                (s.GetProperty("instance").GetString()!, s.GetProperty("action").GetString()!, s.GetProperty("node").GetString()!)));
        Assert.Contains("goes to x", plan.GetProperty("steps")[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
    }
}
