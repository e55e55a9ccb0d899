using System.Globalization;
using Aion.Contracts.Clusterpb;
using Aion.Contracts.V1;
using Aion.Project;
using Aion.Project.Model;
using Aion.ServiceBroker.Cluster.Settings;
using Google.Protobuf;
using Grpc.Core;

namespace Aion.ServiceBroker.Tests.Cluster.Worker;

/// <summary>A worker towards masters that fall silent, and that send what no master sends.</summary>
public sealed class HostileMasterTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("secret")]
    public async Task Master_SilentAfterItsGreeting_IsLeftAtTheDeadline(string? token)
    {
        await using var master = await StartAsync(token);
        await using var worker = await WorkerAsync(master, token, ("Aion:Cluster:Heartbeat", "00:00:00.1"), ("Aion:Cluster:Deadline", "00:00:00.3"));
        await master.NextStreamAsync();

        // It never got a message that would tell it a deadline, and is back all the same.
        await master.NextStreamAsync();
    }

    [Fact]
    public async Task Master_ThatReadsNothing_IsLeftAtTheDeadlineAlthoughAWriteHangs()
    {
        await using var master = await StartAsync(null);
        await using var worker = await WorkerAsync(master, null);
        var stream = await master.NextStreamAsync();
        // Instances that fill the window of a stream with the first report of the next one, which nobody reads.
        await stream.SendAsync(Order(Part("  camera: { scale: 500, command: [sleep, '1'] }")));
        await stream.UntilAsync(r => r.Report.Generation == 1);
        stream.End();
        var unread = await master.NextStreamAsync();
        await unread.SendAsync(new Apply { Order = new NodeOrder { HeartbeatMilliseconds = 100, DeadlineMilliseconds = 400 } });

        await master.NextStreamAsync();
    }

    [Fact]
    public async Task Intervals_ThatCannotBe_AreBounded()
    {
        await using var master = await StartAsync(null);
        await using var worker = await WorkerAsync(master, null);
        var stream = await master.NextStreamAsync();

        await stream.SendAsync(new Apply { Order = new NodeOrder { HeartbeatMilliseconds = -5, DeadlineMilliseconds = 1 } });

        // A heartbeat of 50 ms is the shortest; the link is left after twice that at the earliest, and a new one is opened.
        await master.NextStreamAsync();
    }

    public static TheoryData<string, string> Parts { get; } = new()
    {
        { "it is for node 'v', and this is w", Part("  camera: { command: [sleep, '1'] }", "v") },
        { "has service camera twice", Part("  camera: { command: [sleep, '1'] }\n  other: { command: [sleep, '1'] }").Replace("other", "camera", StringComparison.Ordinal) },
        { "cannot be the name of a service", Part("  camera: { command: [sleep, '1'] }").Replace("\"label\":\"camera\"", "\"label\":\"../camera\"", StringComparison.Ordinal) },
        { "cannot be the name of a service", Part("  camera: { command: [sleep, '1'] }").Replace("\"label\":\"camera\"", "\"label\":\"a\\u001bb\"", StringComparison.Ordinal) },
        { "scale 2000000000", Part("  camera: { command: [sleep, '1'] }").Replace("\"scale\":1", "\"scale\":2000000000", StringComparison.Ordinal) },
        { "is incomplete", Part("  camera: { command: [sleep, '1'] }").Replace("[\"sleep\",\"1\"]", "[\"sleep\",null]", StringComparison.Ordinal) },
        { "is incomplete", Part("  camera: { command: [sleep, '1'] }").Replace("\"nextService\":{}", "\"nextService\":null", StringComparison.Ordinal) },
        { "cannot be read", Part("  camera: { command: [sleep, '1'] }").Replace("\"debug\":false", "\"debug\":false,\"debug\":true", StringComparison.Ordinal) },
        { "cannot be read", "null" },
        { "cannot be read", "[1" },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task Part_ThatCannotRunHere_IsRefusedWithASentenceAndTheLinkStays(string said, string part)
    {
        await using var master = await StartAsync(null);
        await using var worker = await WorkerAsync(master, null);
        var stream = await master.NextStreamAsync();

        await stream.SendAsync(Order(part));

        var report = await stream.UntilAsync(r => r.Report.Problem.Length > 0);
        Assert.Contains(said, report.Report.Problem, StringComparison.Ordinal);
        Assert.Equal((0, ""), (report.Report.Generation, report.Report.Fingerprint));
        Assert.Empty(worker.Instances);

        // It is not stuck in what it refused.
        await stream.SendAsync(Order(Part("  camera: { command: [sleep, '1'] }"), generation: 2));
        await stream.UntilAsync(r => r.Report.Generation == 2);
    }

    private static async Task<RawMaster> StartAsync(string? token)
    {
        var known = new ClusterToken(token);
        var master = new RawMaster
        {
            Greeting = headers => new Metadata
            {
                { "aion-cluster-version", "1" }, { "aion-cluster-nonce", "n" },
                { "aion-cluster-proof", Convert.ToHexStringLower(known.ProofOfMaster("w", headers.GetValue("aion-cluster-nonce")!, "n")) },
            },
        };
        await master.StartAsync();
        return master;
    }

    private static async Task<BrokerFixture> WorkerAsync(RawMaster master, string? token, params (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Aion:Mode"] = "worker",
            ["Aion:Cluster:NodeName"] = "w",
            ["Aion:Cluster:Master"] = master.Address,
            ["Aion:Cluster:ReconnectMaximum"] = "00:00:00.3",
            ["Aion:Cluster:Token"] = token,
        };
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        return await BrokerFixture.StartAsync(dapr: null, settings: settings);
    }

    private static string Part(string services, string node = "w") =>
        ProjectJson.Serialize(ProjectCompiler.Compile($"deviceName: {node}\nmicroservices:\n{services}\n", "p").Project!);

    private static Apply Order(string part, long generation = 1) => new()
    {
        Order = new NodeOrder
        {
            Generation = generation, Fingerprint = "f" + generation.ToString(CultureInfo.InvariantCulture), Directory = "/tmp",
            Project = ByteString.CopyFromUtf8(part),
        },
    };
}
