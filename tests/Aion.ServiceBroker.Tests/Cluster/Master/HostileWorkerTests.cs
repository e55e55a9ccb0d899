using System.Text;
using System.Text.Json;
using Aion.Contracts.Clusterpb;
using Aion.Contracts.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Aion.ServiceBroker.Tests.Cluster.Master;

/// <summary>A master towards workers that send what no worker sends: without a token everybody on the network is one.</summary>
public sealed class HostileWorkerTests
{
    private const string Project = """
        deviceName: line1
        microservices:
          camera: { targetNode: w, command: [sleep, "100"] }
          judge: { targetNode: m, command: [sleep, "100"] }
        """;

    [Fact]
    public async Task Instances_OneThatComesTwice_IsShownOnceAndCounted()
    {
        await using var master = await MasterFixture.StartAsync();
        await master.Broker.ApplyAsync(Project);

        var status = await ShownAsync(master, Instance("camera", 1, "running", "first"), Instance("camera", 1, "failed", "second"));

        var camera = Assert.Single(status.GetProperty("instances").EnumerateArray(), i => i.GetProperty("service").GetString() == "camera");
        Assert.Equal("running", camera.GetProperty("state").GetString());
        Assert.StartsWith("1 of the instances", Node(status).GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instances_OfServicesThatNobodyKnows_AreShownAsSuch()
    {
        await using var master = await MasterFixture.StartAsync();
        await master.Broker.ApplyAsync(Project);

        var status = await ShownAsync(master, Instance("stranger", 3, "running"));

        var stranger = Assert.Single(status.GetProperty("instances").EnumerateArray(), i => i.GetProperty("service").GetString() == "stranger");
        Assert.Equal(("stranger-003", "w"), (stranger.GetProperty("name").GetString(), stranger.GetProperty("node").GetString()));
        Assert.StartsWith("no longer in the project", stranger.GetProperty("note").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"service\":\"Not A Label\\u001b[2J\",\"number\":1,\"state\":\"running\"")]
    [InlineData("\"service\":\"../../etc\",\"number\":1,\"state\":\"running\"")]
    [InlineData("\"number\":1,\"state\":\"running\"")]
    [InlineData("\"service\":\"camera\",\"number\":0,\"state\":\"running\"")]
    [InlineData("\"service\":\"camera\",\"number\":2000000000,\"state\":\"running\"")]
    [InlineData("\"service\":\"camera\",\"number\":1,\"state\":77")]
    [InlineData("\"service\":\"camera\",\"number\":1,\"state\":\"dancing\"")]
    [InlineData("not json")]
    public async Task Instances_ThatNoProjectCanHave_AreLeftOutAndCounted(string fields)
    {
        await using var master = await MasterFixture.StartAsync();

        var status = await ShownAsync(master, $"{{\"name\":\"x\",\"since\":\"2026-01-01T00:00:00Z\",{fields}}}", Instance("judge", 1, "running"));

        Assert.Equal(["judge-001"], status.GetProperty("instances").EnumerateArray().Select(i => i.GetProperty("name").GetString()));
        Assert.StartsWith("1 of the instances", Node(status).GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_WithControlCharactersOrWithoutEnd_AreLinesThatCanBePrinted()
    {
        await using var master = await MasterFixture.StartAsync();
        var evil = "\\u001b[31mred\\r\\n\\u202egnirts" + new string('x', 5000);

        var status = await ShownAsync(master, new NodeReport { Problem = "a\u001bb", Load = new NodeLoad { Cores = -4, Cpu = double.NaN, Memory = 7 } },
            Instance("camera", 1, "backoff", evil, $",\"note\":\"{evil}\",\"busy\":\"{evil}\",\"waitingFor\":[\"{evil}\"],\"health\":\"{evil}\",\"name\":\"{evil}\""));

        Assert.DoesNotContain(status.GetRawText().Split("\\u"), part => part.StartsWith("001", StringComparison.Ordinal) || part.StartsWith("202E", StringComparison.OrdinalIgnoreCase));
        var camera = Assert.Single(status.GetProperty("instances").EnumerateArray());
        Assert.Equal("camera-001", camera.GetProperty("name").GetString());
        Assert.InRange(camera.GetProperty("note").GetString()!.Length, 1, 1001);
        Assert.Equal("a b", Node(status).GetProperty("problem").GetString());
        var load = Node(status).GetProperty("load");
        Assert.Equal((1, 0, 1), (load.GetProperty("cores").GetInt32(), load.GetProperty("cpu").GetDouble(), load.GetProperty("memory").GetDouble()));
    }

    public static TheoryData<string, NodeMeta> Unusable { get; } = new()
    {
        { "calls itself 'v'", new NodeMeta { NodeName = "v", Report = new NodeReport() } },
        { "generation -1", new NodeMeta { Report = new NodeReport { Generation = -1 } } },
        { "generation 9223372036854775807", new NodeMeta { Report = new NodeReport { Generation = long.MaxValue } } },
        { "node_id", new NodeMeta { Report = new NodeReport { NodeId = "a\nb" } } },
        { "fingerprint", new NodeMeta { Report = new NodeReport { Fingerprint = new string('f', 129) } } },
        { "more than 20000 instances", new NodeMeta { Report = new NodeReport { HasInstances = true, Instances = { Enumerable.Repeat(ByteString.Empty, 20_001) } } } },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task Report_ThatNoWorkerSends_IsRefusedAndChangesNothing(string said, NodeMeta report)
    {
        await using var master = await MasterFixture.StartAsync();
        using var channel = master.Channel();
        using (var first = MasterFixture.Join(channel, "w", "n1"))
        {
            await first.RequestStream.WriteAsync(report);
            await RefusedAsync(first, said);
            Assert.Null(master.Nodes.Find("w"));
        }

        // The same later, from one that was let in.
        using var later = MasterFixture.Join(channel, "w", "n2");
        await later.RequestStream.WriteAsync(await MasterFixture.FirstReportAsync(later, "w", "n2"));
        await master.JoinedAsync("w");
        await later.RequestStream.WriteAsync(report);
        await RefusedAsync(later, said);
        Assert.Equal((0, ""), (master.Nodes.Find("w")!.Generation, master.Nodes.Find("w")!.Fingerprint));
    }

    [Fact]
    public async Task AionWorker_ServicesThatCannotBe_AreLeftOut()
    {
        await using var master = await MasterFixture.StartAsync();
        using var channel = master.Channel();
        using var call = MasterFixture.Join(channel, "w");
        await call.RequestStream.WriteAsync(new NodeMeta { ServicesStatus = { ["a\u0007b"] = true, [""] = true, ["camera"] = true, ["factory/judge:1.2"] = false } });
        await master.JoinedAsync("w");

        var status = await master.Broker.GetAsync("/api/v1/status");

        Assert.Equal(["camera-001", "judge-001"], status.GetProperty("instances").EnumerateArray().Select(i => i.GetProperty("name").GetString()));
        Assert.StartsWith("2 of the instances", Node(status).GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_WithoutEnd_AreRefusedAtSomePoint()
    {
        await using var master = await MasterFixture.StartAsync();
        for (var i = 0; i < 1000; i++)
        {
            master.Nodes.Update("n" + i, n => n);
        }

        using var channel = master.Channel();
        using var call = MasterFixture.Join(channel, "one-more");
        await call.RequestStream.WriteAsync(new NodeMeta { NodeName = "one-more" });

        var refused = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Within.Default));

        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
    }

    private static async Task RefusedAsync(AsyncDuplexStreamingCall<NodeMeta, Apply> call, string said)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Within.Default))
            {
            }
        });
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Contains(said, refused.Status.Detail, StringComparison.Ordinal);
    }

    private static Task<JsonElement> ShownAsync(MasterFixture master, params string[] instances) => ShownAsync(master, new NodeReport(), instances);

    // The status after a worker has joined with these instances.
    private static async Task<JsonElement> ShownAsync(MasterFixture master, NodeReport report, params string[] instances)
    {
        using var channel = master.Channel();
        using var call = MasterFixture.Join(channel, "w", "n1");
        report.HasInstances = true;
        report.Instances.AddRange(instances.Select(ByteString.CopyFromUtf8));
        await call.RequestStream.WriteAsync(new NodeMeta { NodeName = "w", Report = report });
        await master.JoinedAsync("w");
        return await master.Broker.GetAsync("/api/v1/status");
    }

    private static JsonElement Node(JsonElement status) => status.GetProperty("nodes").EnumerateArray().Single(n => n.GetProperty("name").GetString() == "w");

    private static string Instance(string service, int number, string state, string cause = "why", string more = "") => new StringBuilder()
        .Append("{\"name\":\"").Append(service).Append("\",\"service\":\"").Append(service).Append("\",\"number\":").Append(number)
        .Append(",\"state\":\"").Append(state).Append("\",\"since\":\"2026-01-01T00:00:00Z\",\"cause\":{\"kind\":\"signal\",\"text\":\"")
        .Append(cause).Append("\"}").Append(more).Append('}').ToString();
}
