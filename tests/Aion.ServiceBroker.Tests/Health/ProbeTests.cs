using System.Text;
using Aion.Project.Model;
using Aion.ServiceBroker.Health.Probes;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Aion.ServiceBroker.Tests.Health;

/// <summary>Probes against real servers.</summary>
public sealed class ProbeTests : HealthTests
{
    [Theory]
    [InlineData(200, true, "answered 200 OK")]
    [InlineData(302, true, "answered 302 Found")]
    [InlineData(404, false, "answered 404 Not Found")]
    [InlineData(503, false, "answered 503 Service Unavailable")]
    public async Task Http_Answers(int code, bool healthy, string text)
    {
        await using var server = await ServeAsync(HttpProtocols.Http1, app => app.MapGet("/healthz", (HttpContext context) =>
        {
            context.Response.StatusCode = code;
            context.Response.Headers.Location = "/elsewhere";
        }));
        using var probe = new HttpProbe(new HttpProbeModel { Port = PortOf(server) - 1, Path = "/healthz" }, number: 2);
        Assert.Equal(new ProbeAnswer(healthy, text), await probe.AskAsync(CancellationToken.None));
        Assert.Equal($"GET http://127.0.0.1:{PortOf(server)}/healthz", probe.Name);
    }

    [Fact]
    public async Task Http_NobodyListensOrAnswers()
    {
        var server = await ServeAsync(HttpProtocols.Http1, app => app.MapGet("/", context => { context.Abort(); return Task.CompletedTask; }));
        var port = PortOf(server);
        using var probe = new HttpProbe(new HttpProbeModel { Port = port, Path = "/" }, 1);
        Assert.Equal(new ProbeAnswer(false, "closed the connection without an answer"), await probe.AskAsync(CancellationToken.None));
        await server.DisposeAsync();
        Assert.Equal(new ProbeAnswer(false, $"nothing listens on port {port}"), await probe.AskAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Http_ThatHangs_IsAFailureAfterTheTimeout()
    {
        var asked = new TaskCompletionSource();
        await using var server = await ServeAsync(HttpProtocols.Http1, app => app.MapGet("/", async context =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }));
        using var watch = Start(new HealthModel { Http = new HttpProbeModel { Port = PortOf(server), Path = "/" }, Timeout = TimeSpan.FromSeconds(2) });
        await asked.Task.WaitAsync(Within.Default);
        Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("gave no answer within 2 s", (await CheckedAsync()).LastAnswer);
    }

    [Theory]
    [InlineData("", 1, true, "answered SERVING")]
    [InlineData("", 0, false, "answered UNKNOWN")]
    [InlineData("", 2, false, "answered NOT_SERVING")]
    [InlineData("factory.Judge", 1, true, "answered SERVING")]
    [InlineData("other", 1, false, "does not know a service 'other'")]
    public async Task Grpc_Answers(string service, byte status, bool healthy, string text)
    {
        await using var server = await ServeAsync(
            HttpProtocols.Http2, app => app.MapPost("/grpc.health.v1.Health/Check", context => AnswerAsync(context, status)));
        using var probe = new GrpcProbe(new GrpcProbeModel { Port = PortOf(server), Service = service }, 1);
        Assert.Equal(new ProbeAnswer(healthy, text), await probe.AskAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Grpc_NobodyListensOrServesHealth()
    {
        var server = await ServeAsync(HttpProtocols.Http2, _ => { }, builder => builder.Services.AddGrpc());
        var port = PortOf(server);
        using var probe = new GrpcProbe(new GrpcProbeModel { Port = port }, 1);
        Assert.Equal(new ProbeAnswer(false, "does not serve grpc.health.v1"), await probe.AskAsync(CancellationToken.None));
        await server.DisposeAsync();
        Assert.Equal(new ProbeAnswer(false, $"nothing listens on port {port}"), await probe.AskAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("exit 0", true, "ended with exit code 0")]
    [InlineData("echo cannot reach the camera; exit 3", false, "ended with exit code 3: cannot reach the camera")]
    [InlineData("[ $SERVICE_NAME = job ] && [ -d run ]", true, "ended with exit code 0")]
    [InlineData("kill -KILL $$", false, "ended with signal 9 (SIGKILL)")]
    public async Task Command_Answers(string script, bool healthy, string text)
    {
        Directory.CreateDirectory(Path.Combine(Home, "run"));
        using var watch = Start(new HealthModel { Command = ["sh", "-c", script] });
        var report = await CheckedAsync();
        Assert.Equal((healthy ? true : null, text), (report.Healthy, report.LastAnswer));
    }

    [Fact]
    public async Task Command_Missing_SaysSo()
    {
        using var watch = Start(new HealthModel { Command = ["./ping"] });
        Assert.Contains("cannot be started: the command '", (await CheckedAsync()).LastAnswer, StringComparison.Ordinal);
    }

    private static int PortOf(WebApplication server) => new Uri(server.Urls.Single()).Port;

    private static async Task<WebApplication> ServeAsync(
        HttpProtocols protocols, Action<WebApplication> map, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, FreePort.Next(), listen => listen.Protocols = protocols));
        configure?.Invoke(builder);
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return app;
    }

    // A gRPC message has five bytes before it: 0 for "not compressed", and its length. Field 1 of the request is the service.
    private static async Task AnswerAsync(HttpContext context, byte status)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var service = body.Length == 5 ? "" : Encoding.UTF8.GetString(body.ToArray()[7..]);
        var known = service is "" or "factory.Judge";
        context.Response.ContentType = "application/grpc";
        context.Response.AppendTrailer("grpc-status", known ? "0" : "5");
        if (known)
        {
            byte[] message = status == 0 ? [] : [8, status];
            await context.Response.Body.WriteAsync((byte[])[0, 0, 0, 0, (byte)message.Length, .. message]);
        }
    }
}
