using Aion.Sidecar.Tests.Hosting;
using Aion.Testing;
using Dapr.Client;

namespace Aion.Sidecar.Tests.Subscriptions;

/// <summary>Events that are taken ahead for an app and that it never gets.</summary>
public sealed class UnseenEventTests : IAsyncLifetime
{
    private const string Orders = """[{"pubsubname":"pubsub","topic":"orders","route":"/orders","deadLetterTopic":"dead"}]""";

    private readonly SidecarFixture _sidecar = new();

    public Task InitializeAsync() => _sidecar.InitializeAsync();

    public Task DisposeAsync() => _sidecar.DisposeAsync();

    [Fact]
    public async Task Event_BehindOneThatIsHandled_DoesNotCountRestartsAsAttempts()
    {
        await using var app = await HttpTestApp.StartAsync(Orders);
        var client = _sidecar.Client(await _sidecar.AddAsync("publisher"));
        await client.PublishEventAsync("pubsub", "orders", 1);
        await client.PublishEventAsync("pubsub", "orders", 2);
        for (var round = 0; round < 6; round++)
        {
            var gate = new TaskCompletionSource();
            app.Gate = gate.Task;
            await _sidecar.AddAsync("shop", app.Port);
            Assert.Equal(1, Data(await app.Received.NextAsync("the first event")));
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            await _sidecar.Host.RemoveAppAsync("shop", now.Token).Within30s("the app is removed");
            gate.SetResult();
        }

        var times = 0;
        app.Gate = Task.CompletedTask;
        app.Answer = posted => Data(posted) == 2 && ++times == 1 ? (500, "") : (200, "");
        await _sidecar.AddAsync("shop", app.Port);

        Assert.Equal(1, Data(await app.Received.NextAsync("the first event")));
        Assert.Equal(2, Data(await app.Received.NextAsync("the second event")));
        Assert.Equal(2, Data(await app.Received.NextAsync("the second event again")));
    }

    private static int Data(HttpTestApp.Posted posted) => posted.Body.GetProperty("data").GetInt32();
}
