using System.Net;
using System.Text;
using Aion.Testing;

namespace Aion.Sidecar.Tests.Hosting;

public sealed class SidecarHostTests : IAsyncLifetime
{
    private const string Orders = """[{"pubsubname":"pubsub","topic":"orders","route":"/orders"}]""";

    private readonly SidecarFixture _sidecar = new();

    public Task InitializeAsync() => _sidecar.InitializeAsync();

    public Task DisposeAsync() => _sidecar.DisposeAsync();

    [Fact]
    public async Task RemoveApp_WhileItHandlesAnEvent_WaitsForItsAnswer()
    {
        await using var app = await HttpTestApp.StartAsync(Orders);
        var gate = new TaskCompletionSource();
        app.Gate = gate.Task;
        var endpoint = await _sidecar.AddAsync("shop", app.Port);
        await _sidecar.Client(endpoint).PublishEventAsync("pubsub", "orders", 1);
        await app.Received.NextAsync("the event");

        var removing = _sidecar.Host.RemoveAppAsync("shop");
        Assert.False(removing.IsCompleted);
        gate.SetResult();
        await removing.Within30s("the app is removed");

        await _sidecar.AddAsync("shop", app.Port);
        await _sidecar.Client(await _sidecar.AddAsync("other")).PublishEventAsync("pubsub", "orders", 2);
        Assert.Equal(2, (await app.Received.NextAsync("the next event")).Body.GetProperty("data").GetInt32());
    }

    [Fact]
    public async Task RemoveApp_Cancelled_GivesTheEventBack()
    {
        await using var app = await HttpTestApp.StartAsync(Orders);
        var gate = new TaskCompletionSource();
        app.Gate = gate.Task;
        var endpoint = await _sidecar.AddAsync("shop", app.Port);
        await _sidecar.Client(endpoint).PublishEventAsync("pubsub", "orders", 1);
        await app.Received.NextAsync("the event");
        using var now = new CancellationTokenSource();
        await now.CancelAsync();

        await _sidecar.Host.RemoveAppAsync("shop", now.Token).Within30s("the app is removed");
        await _sidecar.AddAsync("shop", app.Port);

        Assert.Equal(1, (await app.Received.NextAsync("the event again")).Body.GetProperty("data").GetInt32());
        gate.SetResult();
    }

    [Fact]
    public async Task Shutdown_OverHttp_EndsThatAppsSidecarOnly()
    {
        var going = await _sidecar.AddAsync("going");
        var staying = await _sidecar.AddAsync("staying");

        var answer = await _sidecar.Http(going).PostAsync("/v1.0/shutdown", null);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        await Eventually.HoldsAsync(() => _sidecar.Host.Endpoints.Count == 1);
        Assert.Equal(HttpStatusCode.NoContent, (await _sidecar.Http(staying).GetAsync("/v1.0/healthz")).StatusCode);
    }

    [Fact]
    public async Task AddApp_Twice_IsRefused()
    {
        await _sidecar.AddAsync("one");

        await Assert.ThrowsAsync<InvalidOperationException>(() => _sidecar.AddAsync("one"));
    }

    [Fact]
    public async Task AddApp_OnATakenPort_FailsAndLeavesNothing()
    {
        var first = await _sidecar.AddAsync("one");
        _sidecar.Log.Expected.Add("HostedServiceStartupFaulted");

        await Assert.ThrowsAsync<IOException>(() => _sidecar.Host.AddAppAsync(new SidecarAppOptions { AppId = "two", HttpPort = first.HttpPort }));

        Assert.Single(_sidecar.Host.Endpoints);
        await _sidecar.AddAsync("two");
    }

    [Fact]
    public async Task MaxConcurrency_OfOne_LetsOneCallAtATimeThrough()
    {
        await using var app = await HttpTestApp.StartAsync("[]");
        var gate = new TaskCompletionSource();
        app.Gate = gate.Task;
        await _sidecar.Host.AddAppAsync(new SidecarAppOptions { AppId = "shop", AppPort = app.Port, AppMaxConcurrency = 1 });
        var http = _sidecar.Http(await _sidecar.AddAsync("caller"));

        var calls = Enumerable.Range(0, 3).Select(_ => CallAsync(http)).ToArray();
        await app.Received.NextAsync("the first call");
        await Task.Delay(100);
        Assert.False(app.Received.Reader.TryRead(out var _));

        gate.SetResult();
        await Task.WhenAll(calls).Within30s("all calls");
    }

    private static async Task CallAsync(HttpClient http)
    {
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsync("/v1.0/invoke/shop/method/x", content)).StatusCode);
    }
}
