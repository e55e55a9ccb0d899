using System.Text.Json;

namespace Aion.Client.Tests;

/// <summary>SetBusyAsync against a real HTTP server in the place of the sidecar.</summary>
public sealed class BusyTests : IAsyncDisposable
{
    private readonly WebApplication _sidecar;
    private readonly Queue<int> _answers = new();
    private readonly List<(string Request, string? Token, JsonElement Body)> _requests = [];

    public BusyTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _sidecar = builder.Build();
        _sidecar.MapFallback(async context =>
        {
            _requests.Add(($"{context.Request.Method} {context.Request.Path}", context.Request.Headers["dapr-api-token"], (await context.Request.ReadFromJsonAsync<JsonElement>()).Clone()));
            context.Response.StatusCode = _answers.Dequeue();
            await context.Response.WriteAsync("said so");
        });
    }

    public ValueTask DisposeAsync() => _sidecar.DisposeAsync();

    [Fact]
    public async Task SetBusy_TellsTheBrokerThroughTheSidecar()
    {
        await using var client = await StartAsync(204, 204);
        await client.SetBusyAsync(true, "exporting").Within30s();
        await client.SetBusyAsync(false).Within30s();

        Assert.All(_requests, r => Assert.Equal(("PUT /v1.0/invoke/aion-servicebroker/method/busy", "secret"), (r.Request, r.Token)));
        Assert.Equal("""{"service":"judge","number":2,"busy":true,"reason":"exporting"}""", _requests[0].Body.GetRawText());
        Assert.Equal("""{"service":"judge","number":2,"busy":false}""", _requests[1].Body.GetRawText());
    }

    [Fact]
    public async Task SetBusy_BrokerIsAway_TriesAgain()
    {
        await using var client = await StartAsync(500, 503, 202);
        await client.SetBusyAsync(true).Within30s();
        Assert.Equal(3, _requests.Count);
    }

    [Fact]
    public async Task SetBusy_Refused_Throws()
    {
        await using var client = await StartAsync(404);
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => client.SetBusyAsync(true));
        Assert.Equal("service-broker answered 404: said so", refused.Message);
    }

    [Fact]
    public async Task SetBusy_NoSidecar_SaysWhatIsMissing()
    {
        await using var client = new KanbanClient(new KanbanClientOptions { ServiceName = "judge" });
        var missing = await Assert.ThrowsAsync<InvalidOperationException>(() => client.SetBusyAsync(true));
        Assert.Contains("DAPR_HTTP_PORT", missing.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DAPR_HTTP_PORT", "3500", "http://127.0.0.1:3500/")]
    [InlineData("DAPR_HTTP_ENDPOINT", "https://sidecar.example:443", "https://sidecar.example/")]
    [InlineData("OTHER", "", null)]
    public void From_Sidecar_IsReadAsDaprSdksDo(string variable, string value, string? expected) => Assert.Equal(
        expected, KanbanClientOptions.From(name => name == variable ? value : name == "SERVICE_NAME" ? "judge" : null).SidecarAddress?.ToString());

    private async Task<KanbanClient> StartAsync(params int[] answers)
    {
        foreach (var answer in answers)
        {
            _answers.Enqueue(answer);
        }

        await _sidecar.StartAsync();
        return new KanbanClient(new KanbanClientOptions
        {
            ServiceName = "judge",
            ProcessNumber = 2,
            SidecarAddress = new Uri(_sidecar.Urls.Single()),
            SidecarToken = "secret",
            MaxBackOff = TimeSpan.FromMilliseconds(100),
        });
    }
}
