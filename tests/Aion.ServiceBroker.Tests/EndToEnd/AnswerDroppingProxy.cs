using System.Net;

namespace Aion.ServiceBroker.Tests.EndToEnd;

/// <summary>
/// Stands between the sidecar and the broker and loses the answers to some of the first deliveries: for the sidecar the
/// broker died between what it published and its answer. Not to all: the sidecar waits longer before every further attempt.
/// </summary>
internal sealed class AnswerDroppingProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _broker;
    private int _deliveries;

    private AnswerDroppingProxy(WebApplication app, HttpClient broker) => (_app, _broker) = (app, broker);

    public int Dropped { get; private set; }

    public static async Task<AnswerDroppingProxy> StartAsync(int port, int brokerPort)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var app = builder.Build();
        var self = new AnswerDroppingProxy(app, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{brokerPort}") });
        app.Run(self.ForwardAsync);
        await app.StartAsync();
        return self;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _broker.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), context.Request.Path.Value);
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body.ToArray());
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        }

        using var answer = await _broker.SendAsync(request);
        if (context.Request.Path == "/events/kanban.after" && Interlocked.Increment(ref _deliveries) is 1 or 3 or 6)
        {
            Dropped++;
            context.Abort();
            return;
        }

        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await answer.Content.CopyToAsync(context.Response.Body);
    }
}
