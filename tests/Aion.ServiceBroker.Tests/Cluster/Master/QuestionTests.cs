using System.Net;
using Aion.Contracts.Clusterpb;
using Aion.Contracts.V1;
using Aion.ServiceBroker.Cluster.Master;
using Google.Protobuf;
using Grpc.Core;

namespace Aion.ServiceBroker.Tests.Cluster.Master;

/// <summary>What somebody asks the master about a service that a worker runs.</summary>
public sealed class QuestionTests
{
    private const string Project = """
        deviceName: line1
        microservices:
          bound: { targetNode: w, command: [sleep, "100"], scale: 2 }
        """;

    [Theory]
    [InlineData("GET", "/api/v1/explain/bound", "explain", 0, 0)]
    [InlineData("GET", "/api/v1/explain/bound/2", "explain", 2, 0)]
    [InlineData("POST", "/api/v1/instances/bound/restart", "restart", 0, 0)]
    [InlineData("POST", "/api/v1/instances/bound/2/stop", "stop", 2, 0)]
    [InlineData("GET", "/api/v1/logs/bound/1?tail=7", "logs", 1, 7)]
    public async Task Request_AboutAServiceOfAWorker_IsAnsweredByThatWorker(string method, string path, string kind, int number, int lines)
    {
        await using var master = await MasterFixture.StartAsync();
        await master.Broker.ApplyAsync(Project);
        using var channel = master.Channel();
        using var worker = await JoinAsync(master, channel);

        var asked = AskAsync(master, method, path);
        var question = await QuestionAsync(worker);
        Assert.Equal((kind, "bound", number, lines), (question.Kind, question.Service, question.Number, question.Lines));
        // Nobody asked this, and it answers nothing.
        await worker.RequestStream.WriteAsync(Answer("another", 200, "{}"));
        await worker.RequestStream.WriteAsync(Answer(question.Id, 202, """{"text":"a\u001b[2Jb"}"""));

        using var answer = await asked;
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("""{"text":"a [2Jb"}""", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("GET", "/api/v1/explain/bound/0")]
    [InlineData("POST", "/api/v1/instances/bound/0/stop")]
    [InlineData("POST", "/api/v1/instances/bound/-1/stop")]
    [InlineData("GET", "/api/v1/logs/bound/0")]
    public async Task Number_ThatNoInstanceHas_IsNotTakenForAllOfThem(string method, string path)
    {
        await using var master = await MasterFixture.StartAsync();
        await master.Broker.ApplyAsync(Project);
        using var channel = master.Channel();
        using var worker = await JoinAsync(master, channel);

        using var answer = await AskAsync(master, method, path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Worker_ThatIsThereAndSaysNothing_IsSaidToMayStillDoIt()
    {
        await using var master = await MasterFixture.StartAsync();
        await master.Broker.ApplyAsync(Project);
        using var channel = master.Channel();
        using var worker = await JoinAsync(master, channel);
        var time = new HeldTime(TimeSpan.FromSeconds(30));
        var questions = new NodeQuestions(master.Broker.App.Services.GetRequiredService<WorkerLinks>(), time);

        var asked = questions.AskAsync("w", new NodeQuestion { Kind = "restart", Service = "bound" }, CancellationToken.None);
        await QuestionAsync(worker);
        time.Release();

        var answer = await asked.WaitAsync(Within.Default);
        Assert.Equal(504, answer!.Status);
        Assert.Contains("Node w is connected, and has not answered for 30 s", answer.Body.ToStringUtf8(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_DisposedBetweenItsFindAndTheQuestion_AnswersNothing()
    {
        var link = new WorkerLink("w", "id-1", CancellationToken.None);
        link.End("the worker closed it");
        link.Dispose();

        Assert.Null(await link.Ask(new NodeQuestion { Id = "q" }).WaitAsync(Within.Default));
    }

    [Fact]
    public void Question_ThatNobodyWaitsForAnyMore_IsNotSent()
    {
        var open = new OpenQuestions();
        open.Add(new NodeQuestion { Id = "given-up", Kind = "restart" });
        open.Add(new NodeQuestion { Id = "awaited", Kind = "restart" });
        open.Forget("given-up");

        Assert.Equal("awaited", Assert.Single(open.TakeUnsent()).Id);
    }

    [Theory]
    [InlineData(204, "{}")]
    [InlineData(304, "{}")]
    [InlineData(200, "not json")]
    [InlineData(200, """{"a":1,"a":2}""")]
    [InlineData(7, "{}")]
    public async Task Answer_ThatCannotBeRead_IsSaidToBeSo(int status, string body)
    {
        await using var master = await MasterFixture.StartAsync();
        await master.Broker.ApplyAsync(Project);
        using var channel = master.Channel();
        using var worker = await JoinAsync(master, channel);

        var asked = AskAsync(master, "GET", "/api/v1/explain/bound");
        await worker.RequestStream.WriteAsync(Answer((await QuestionAsync(worker)).Id, status, body));

        using var answer = await asked;
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
    }

    [Fact]
    public async Task Log_ThatIsFollowed_IsToBeAskedForOnItsNode()
    {
        await using var master = await MasterFixture.StartAsync();
        await master.Broker.ApplyAsync(Project);
        using var channel = master.Channel();
        using var worker = await JoinAsync(master, channel);

        using var answer = await AskAsync(master, "GET", "/api/v1/logs/bound/1?follow=true");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("bound runs on node w (10.0.0.9): ask for it there.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LinkEnds_BeforeTheAnswer_SaysWhereToAsk()
    {
        await using var master = await MasterFixture.StartAsync();
        await master.Broker.ApplyAsync(Project);
        using var channel = master.Channel();
        Task<HttpResponseMessage> asked;
        using (var worker = await JoinAsync(master, channel))
        {
            asked = AskAsync(master, "GET", "/api/v1/explain/bound");
            await QuestionAsync(worker);
        }

        using var answer = await asked;
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("bound runs on node w", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AionWorker_WhichAnswersNothing_IsNotAsked()
    {
        await using var master = await MasterFixture.StartAsync();
        await master.Broker.ApplyAsync(Project);
        using var channel = master.Channel();
        using var worker = MasterFixture.Join(channel, "w");
        await worker.RequestStream.WriteAsync(new NodeMeta { NodeName = "w" });
        await master.JoinedAsync("w");

        using var answer = await AskAsync(master, "POST", "/api/v1/instances/bound/restart");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
    }

    private static async Task<AsyncDuplexStreamingCall<NodeMeta, Apply>> JoinAsync(MasterFixture master, Grpc.Net.Client.GrpcChannel channel)
    {
        var call = MasterFixture.Join(channel, "w", "n1");
        var first = await MasterFixture.FirstReportAsync(call, "w", "n1");
        first.Report.CanAnswer = true;
        await call.RequestStream.WriteAsync(first);
        await master.JoinedAsync("w");
        return call;
    }

    private static Task<HttpResponseMessage> AskAsync(MasterFixture master, string method, string path) =>
        master.Broker.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path)).WaitAsync(Within.Default);

    private static async Task<NodeQuestion> QuestionAsync(AsyncDuplexStreamingCall<NodeMeta, Apply> call)
    {
        while (await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Within.Default))
        {
            if (call.ResponseStream.Current.Order is { Questions: [var question] })
            {
                return question;
            }
        }

        throw new InvalidOperationException("The master ended the stream.");
    }

    private static NodeMeta Answer(string id, int status, string body) => new()
    {
        NodeName = "w",
        Report = new NodeReport
        {
            NodeId = "id-1", Answers = { new NodeAnswer { Id = id, Status = status, ContentType = "application/json", Body = ByteString.CopyFromUtf8(body) } },
        },
    };
}
