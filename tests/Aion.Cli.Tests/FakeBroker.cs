using System.Text.Json;
using System.Text.Json.Serialization;
using Aion.Cli.Hosting;
using Aion.ServiceBroker.Api;
using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.DeadLetters;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Lifecycle.Explaining;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Aion.Cli.Tests;

/// <summary>Answers as service-broker's HTTP API does, with what a test says, and is the running host of a home.</summary>
internal sealed class FakeBroker : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly WebApplication _app;
    private readonly string _record;

    private FakeBroker(WebApplication app, string record) => (_app, _record) = (app, record);

    /// <summary>What callers have to send; null: nothing.</summary>
    public string? Token { get; set; }

    /// <summary>Where it answers.</summary>
    public string Address => _app.Urls.Single();

    public List<InstanceStatus> Instances { get; } = [];

    public List<string> Subscribers { get; } = [];

    /// <summary>Whether it is the master of a cluster.</summary>
    public bool Master { get; set; }

    /// <summary>Whether the link of the other node is up.</summary>
    public bool Connected { get; set; } = true;

    public ServiceExplanation? Explanation { get; set; }

    public ProjectAnswer? Plan { get; set; }

    public DeadAnswer? Dead { get; set; }

    /// <summary>Requests other than for the status, as <c>POST /api/v1/...</c>.</summary>
    public List<string> Requests { get; } = [];

    public static async Task<FakeBroker> StartAsync(TestHome home)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var run = new AionHome(home.Path);
        Directory.CreateDirectory(run.Run);
        var broker = new FakeBroker(app, run.HostFile);
        app.Use((context, next) => broker.Token is null || context.Request.Headers.Authorization == "Bearer " + broker.Token ? next(context)
            : Results.Problem("The API of this broker has a token.", statusCode: 401).ExecuteAsync(context));
        app.MapGet("/api/v1/status", () => Results.Json(broker.Status(), Json));
        app.MapFallback(broker.AnswerAsync);
        await app.StartAsync();
        var api = new Uri(app.Urls.Single());
        var nobody = new Uri("http://127.0.0.1:1");
        new HostRecordFile(run).Write(new HostRecord(
            Environment.ProcessId, HostProcess.OwnStartTime(), true, "/line/project.yml", "bench",
            new HostAddresses(api, nobody, [nobody], new Dictionary<string, Uri>())));
        return broker;
    }

    public async ValueTask DisposeAsync()
    {
        File.Delete(_record);
        await _app.DisposeAsync();
    }

    private BrokerStatus Status() => new(
        "bench", 3, "/line", "/line/project.yml", Instances, Master ? [new NodeStatus("hall2", true, 1) { Address = "192.168.0.6", Connected = Connected }, new NodeStatus("hall9", false, 0) { State = NodeState.NeverSeen }] : [], new OutboxStatus(0, new Dictionary<string, int>()), 0, 0, 0)
    {
        Subscribers = Subscribers,
        Mode = Master ? "master" : null,
        Node = Master ? "hall1" : null,
    };

    private IResult AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        Requests.Add($"{context.Request.Method} {path}");
        return path switch
        {
            _ when path.StartsWith("/api/v1/explain/", StringComparison.Ordinal) && Explanation is not null => Results.Json(Explanation, Json),
            _ when path.StartsWith("/api/v1/instances/", StringComparison.Ordinal) => Results.Json(Status(), Json, statusCode: 202),
            "/api/v1/dead" when Dead is not null => Results.Json(Dead, Json),
            _ when path.EndsWith("/redrive", StringComparison.Ordinal) => Results.Json(new RedriveResult(1, []), Json),
            "/api/v1/plan" or "/api/v1/apply" when Plan is not null => Results.Json(Plan, Json),
            _ => Results.Problem("not in this test", statusCode: 500),
        };
    }
}
