using System.Text.Json;
using Aion.Contracts.Clusterpb;
using Aion.Contracts.V1;
using Aion.Project;
using Aion.Project.Model;
using Aion.ServiceBroker.Lifecycle;
using Google.Protobuf;

namespace Aion.ServiceBroker.Tests.Cluster.Worker;

/// <summary>What a worker answers when its master asks on behalf of somebody.</summary>
public sealed class AnswersTests
{
    [Fact]
    public async Task Questions_OfTheMaster_AreAnsweredAsTheOwnApiWould()
    {
        await using var master = new RawMaster();
        await master.StartAsync();
        await using var worker = await BrokerFixture.StartAsync(dapr: null, settings: new()
        {
            ["Aion:Mode"] = "worker", ["Aion:Cluster:NodeName"] = "w", ["Aion:Cluster:Master"] = master.Address,
        });
        var stream = await master.NextStreamAsync();
        Assert.True((await stream.NextAsync()).Report.CanAnswer);
        await stream.SendAsync(Order());
        await worker.ReachesAsync("camera-001", InstanceState.Running);
        await Eventually.HoldsAsync(() => File.Exists(Path.Combine(worker.Home, "logs", "camera-001.log"))
            && File.ReadAllText(Path.Combine(worker.Home, "logs", "camera-001.log")).Contains("two", StringComparison.Ordinal), "camera said two");

        var story = await AskAsync(stream, new NodeQuestion { Kind = "explain", Service = "camera" });
        Assert.Equal((200, "application/json"), (story.Status, story.ContentType));
        var status = JsonDocument.Parse(story.Body.ToStringUtf8()).RootElement.GetProperty("instances")[0].GetProperty("status");
        Assert.Equal(("camera-001", "w"), (status.GetProperty("name").GetString(), status.GetProperty("node").GetString()));

        var log = await AskAsync(stream, new NodeQuestion { Kind = "logs", Service = "camera", Number = 1, Lines = 1 });
        Assert.Equal((200, "two\n"), (log.Status, log.Body.ToStringUtf8()));

        Assert.Equal(404, (await AskAsync(stream, new NodeQuestion { Kind = "explain", Service = "../x" })).Status);
        Assert.Equal(404, (await AskAsync(stream, new NodeQuestion { Kind = "logs", Service = "camera", Number = 2 })).Status);
        Assert.Equal(501, (await AskAsync(stream, new NodeQuestion { Kind = "format", Service = "camera" })).Status);

        Assert.Equal(202, (await AskAsync(stream, new NodeQuestion { Kind = "stop", Service = "camera" })).Status);
        await worker.ReachesAsync("camera-001", InstanceState.Stopped);
    }

    private static async Task<NodeAnswer> AskAsync(RawStream stream, NodeQuestion question)
    {
        question.Id = Guid.NewGuid().ToString("N");
        await stream.SendAsync(new Apply { Order = new NodeOrder { Questions = { question } } });
        return (await stream.UntilAsync(r => r.Report.Answers.Any(a => a.Id == question.Id))).Report.Answers.Single(a => a.Id == question.Id);
    }

    private static Apply Order() => new()
    {
        Order = new NodeOrder
        {
            Generation = 1, Fingerprint = "f1", Directory = "/tmp",
            Project = ByteString.CopyFromUtf8(ProjectJson.Serialize(ProjectCompiler.Compile(
                "deviceName: w\nmicroservices: { camera: { startup: yes, command: [sh, -c, 'echo one; echo two; exec sleep 1000'] } }", "p").Project!)),
        },
    };
}
