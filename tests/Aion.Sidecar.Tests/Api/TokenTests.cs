using System.Net;
using Aion.Sidecar.Tests.Hosting;
using Dapr.Client.Autogen.Grpc.v1;
using Grpc.Core;

namespace Aion.Sidecar.Tests.Api;

public sealed class TokenTests : IAsyncLifetime
{
    private readonly SidecarFixture _sidecar = new();

    public Task InitializeAsync() => _sidecar.InitializeAsync();

    public Task DisposeAsync() => _sidecar.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task Call_WithoutTheToken_IsRefusedButHealthAnswers(string? token)
    {
        var endpoint = await _sidecar.Host.AddAppAsync(new SidecarAppOptions { AppId = "app", ApiToken = "secret" });
        var http = _sidecar.Http(endpoint);
        var headers = new Metadata();
        if (token is not null)
        {
            http.DefaultRequestHeaders.Add("dapr-api-token", token);
            headers.Add("dapr-api-token", token);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/v1.0/metadata")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await http.GetAsync("/v1.0/healthz")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await http.GetAsync("/v1.0/healthz/outbound")).StatusCode);
        var error = await Assert.ThrowsAsync<RpcException>(() => _sidecar.Raw(endpoint).GetMetadataAsync(new GetMetadataRequest(), headers).ResponseAsync);
        Assert.Equal(StatusCode.Unauthenticated, error.StatusCode);
    }

    [Fact]
    public async Task Call_WithTheToken_IsServed()
    {
        var endpoint = await _sidecar.Host.AddAppAsync(new SidecarAppOptions { AppId = "app", ApiToken = "secret" });
        var client = _sidecar.Client(endpoint, "secret");

        await client.SaveStateAsync("store", "k", 1);

        Assert.Equal(1, await client.GetStateAsync<int>("store", "k"));
    }

    [Fact]
    public async Task AppToken_IsSentToTheApp()
    {
        await using var app = await HttpTestApp.StartAsync("""[{"pubsubname":"pubsub","topic":"orders","route":"/orders"}]""");
        var endpoint = await _sidecar.Host.AddAppAsync(new SidecarAppOptions { AppId = "shop", AppPort = app.Port, AppApiToken = "for-the-app" });

        await _sidecar.Client(endpoint).PublishEventAsync("pubsub", "orders", 1);

        Assert.Equal("for-the-app", (await app.Received.NextAsync("the event")).Headers["dapr-api-token"]);
    }
}
