using Aion.Sidecar.Tests.Hosting;
using Aion.Testing;

namespace Aion.Sidecar.Tests.Subscriptions;

/// <summary>Apps that are up but do not say what they subscribe to.</summary>
public sealed class SubscribeRefusalTests : IAsyncLifetime
{
    private const string Orders = """[{"pubsubname":"pubsub","topic":"orders","route":"/orders"}]""";

    private readonly SidecarFixture _sidecar = new()
    {
        MoreResources = """
            apiVersion: dapr.io/v2alpha1
            kind: Subscription
            metadata: {name: returns}
            spec:
              pubsubname: pubsub
              topic: returns
              routes: {default: /returns}
            """,
    };

    public Task InitializeAsync() => _sidecar.InitializeAsync();

    public Task DisposeAsync() => _sidecar.DisposeAsync();

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task ServerError_ThenTheList_GetsWhatIsDeclaredFirstAndTheRestWithTheList(int status)
    {
        await using var app = await HttpTestApp.StartAsync(Orders);
        app.SubscribeStatus = status;
        var client = _sidecar.Client(await _sidecar.AddAsync("shop", app.Port));
        await client.PublishEventAsync("pubsub", "orders", 1);
        await client.PublishEventAsync("pubsub", "returns", 2);
        Assert.Equal("/returns", (await app.Received.NextAsync("the event of the declared subscription")).Path);

        app.SubscribeStatus = 200;
        Assert.Equal("/orders", (await app.Received.NextAsync("the event of the app's own subscription")).Path);
        await client.PublishEventAsync("pubsub", "returns", 3);
        Assert.Equal("/returns", (await app.Received.NextAsync("the next event of the declared subscription")).Path);
    }

    [Fact]
    public async Task NotFound_IsNoSubscriptionsAndNotAskedAgain()
    {
        await using var app = await HttpTestApp.StartAsync(Orders);
        app.SubscribeStatus = 404;
        var client = _sidecar.Client(await _sidecar.AddAsync("shop", app.Port));
        await client.PublishEventAsync("pubsub", "returns", 1);
        await app.Received.NextAsync("the event of the declared subscription");
        Assert.Equal(1, app.SubscribeRequests);
    }
}
