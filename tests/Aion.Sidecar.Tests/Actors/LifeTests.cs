using System.Text.Json;
using Aion.Sidecar.Tests.Hosting;
using Aion.Testing;
using Dapr.Actors;
using Dapr.Actors.Client;

namespace Aion.Sidecar.Tests.Actors;

/// <summary>Timers, deactivation, reentrancy, tokens: what depends on how the app is configured.</summary>
public sealed class LifeTests : IAsyncLifetime
{
    private readonly SidecarFixture _sidecar = new() { MoreResources = ActorResources.StateStore };
    private readonly List<ActorApp> _apps = [];

    public Task InitializeAsync() => _sidecar.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        foreach (var app in _apps)
            await app.DisposeAsync();
    }

    [Fact]
    public async Task Timer_OfTheSdk_RepeatsUntilItIsStopped()
    {
        var app = await StartAsync();
        var actor = app.Actor("one");
        await actor.StartTimerAsync("tick", TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(20)).Within30s();
        for (var i = 0; i < 3; i++)
            await app.Events.UntilAsync("timer tick");

        await actor.StopTimerAsync("tick").Within30s();
        app.Events.Taken();
        await actor.GetAsync().Within30s();

        Assert.Empty(app.Events.Taken());
    }

    [Fact]
    public async Task Actor_ThatIsIdle_IsDeactivatedAndComesBackWithItsState()
    {
        var app = await StartAsync(options => options.ActorIdleTimeout = TimeSpan.FromMilliseconds(200));
        await app.Actor("one").AddAsync(5).Within30s();

        await app.Events.UntilAsync("deactivate one");

        Assert.Equal(5, await app.Actor("one").GetAsync().Within30s());
        Assert.Equal("activate one", await app.Events.NextAsync("the second activation"));
    }

    [Fact]
    public async Task Actor_ThatIsBusy_IsNotIdle()
    {
        var app = await StartAsync(options => options.ActorIdleTimeout = TimeSpan.FromMilliseconds(50));
        var busy = app.Actor("busy").WaitAsync("a");
        await app.Events.UntilAsync("enter a");

        await app.Actor("other").GetAsync().Within30s();
        await app.Events.UntilAsync("deactivate other");
        app.Events.Open("a");
        await busy.Within30s();

        Assert.Equal("leave a", await app.Events.NextAsync("the end of the call"));
        await app.Events.UntilAsync("deactivate busy");
    }

    [Fact]
    public async Task Timer_OfADeactivatedActor_IsGone()
    {
        var app = await StartAsync(options => options.ActorIdleTimeout = TimeSpan.FromMilliseconds(100));
        await app.Actor("one").StartTimerAsync("late", TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(400)).Within30s();

        await app.Events.UntilAsync("deactivate one");
        await app.Actor("two").StartTimerAsync("after", TimeSpan.FromMilliseconds(90), TimeSpan.FromMilliseconds(60)).Within30s();
        for (var i = 0; i < 8; i++)
            await app.Events.UntilAsync("timer after");

        Assert.False(_sidecar.Host.Runtime.Actors.Table.TryGet(new("TestActor", "one"), out _));
    }

    [Fact]
    public async Task RemoveApp_WithARunningCall_DrainsItThenDeactivates()
    {
        var app = await StartAsync(options => options.DrainOngoingCallTimeout = TimeSpan.FromSeconds(20));
        var running = app.Actor("one").WaitAsync("a");
        await app.Events.UntilAsync("enter a");

        var removing = _sidecar.Host.RemoveAppAsync("shop");
        app.Events.Open("a");
        await removing.Within30s();

        Assert.Equal("a", await running.Within30s());
        Assert.Equal(["leave a", "deactivate one"], app.Events.Taken());
    }

    [Fact]
    public async Task Reentrancy_WhenTheAppEnablesIt_LetsAnActorCallItself()
    {
        var app = await StartAsync(options => options.ReentrancyConfig.Enabled = true);

        Assert.Equal(4, await app.Actor("one").CallBackAsync(4).Within30s());
    }

    [Fact]
    public async Task Reentrancy_TooDeep_IsAnErrorOfThatCallOnly()
    {
        var app = await StartAsync(options =>
        {
            options.ReentrancyConfig.Enabled = true;
            options.ReentrancyConfig.MaxStackDepth = 3;
        });

        Assert.Equal(2, await app.Actor("one").CallBackAsync(2).Within30s());
        await Assert.ThrowsAsync<ActorMethodInvocationException>(() => app.Actor("one").CallBackAsync(3).Within30s());
        Assert.Equal(2, await app.Actor("one").CallBackAsync(2).Within30s());
    }

    [Fact]
    public async Task Reentrancy_ByItsHeader_LetsTheChainInAndKeepsOthersOut()
    {
        var app = await StartAsync(options =>
        {
            options.ReentrancyConfig.Enabled = true;
            options.ReentrancyConfig.MaxStackDepth = 2;
        });
        var outer = CallAsync(app, "WaitAsync", "chain", "\"a\"");
        await app.Events.UntilAsync("enter a");
        var inner = CallAsync(app, "WaitAsync", "chain", "\"b\"");
        await app.Events.UntilAsync("enter b");
        var other = CallAsync(app, "GetAsync", "other", "");

        using var tooDeep = await CallAsync(app, "GetAsync", "chain", "").Within30s();

        Assert.Contains("ERR_ACTOR_STACK_DEPTH", await tooDeep.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(other.IsCompleted);
        app.Events.Open("b");
        app.Events.Open("a");
        await Task.WhenAll(outer, inner, other).Within30s();
    }

    [Fact]
    public async Task Reentrancy_Off_KeepsTheOwnChainOut()
    {
        var app = await StartAsync();
        var outer = CallAsync(app, "WaitAsync", "chain", "\"a\"");
        await app.Events.UntilAsync("enter a");

        var inner = CallAsync(app, "WaitAsync", "chain", "\"b\"");
        await Eventually.HoldsAsync(() => _sidecar.Host.Runtime.Actors.Table.TryGet(new("TestActor", "one"), out var active) && active.Turns.Count == 2);

        Assert.Empty(app.Events.Taken());
        app.Events.Open("a");
        app.Events.Open("b");
        await Task.WhenAll(outer, inner).Within30s();
    }

    [Fact]
    public async Task Tokens_OfBothDirections_AreSent()
    {
        var app = await ActorApp.StartAsync(_sidecar.Host, "safe", options: new SidecarAppOptions { AppId = "safe", ApiToken = "in", AppApiToken = "out" });
        _apps.Add(app);
        var caller = await _sidecar.AddAsync("caller");

        await ActorApp.Proxies(caller).CreateActorProxy<ITestActor>(new("one"), nameof(TestActor)).AddAsync(1).Within30s();

        Assert.All(app.Events.Tokens, token => Assert.Equal("out", token));
        using var refused = await _sidecar.Http(app.Endpoint).GetAsync("/v1.0/actors/TestActor/one/state/total");
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task Metadata_ListsTypesWithTheirActiveActors()
    {
        var app = await StartAsync();
        await app.Actor("one").GetAsync().Within30s();
        await app.Actor("two").GetAsync().Within30s();

        var metadata = JsonDocument.Parse(await _sidecar.Http(app.Endpoint).GetStringAsync("/v1.0/metadata")).RootElement;

        Assert.Equal("""[{"type":"TestActor","count":2}]""", metadata.GetProperty("actors").GetRawText());
        Assert.Equal(
            """{"runtimeStatus":"RUNNING","activeActors":[{"type":"TestActor","count":2}],"hostReady":true,"placement":"placement: connected"}""",
            metadata.GetProperty("actorRuntime").GetRawText());
    }

    private async Task<ActorApp> StartAsync(Action<Dapr.Actors.Runtime.ActorRuntimeOptions>? configure = null)
    {
        var app = await ActorApp.StartAsync(_sidecar.Host, "shop", configure);
        _apps.Add(app);
        return app;
    }

    private async Task<HttpResponseMessage> CallAsync(ActorApp app, string method, string chain, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/v1.0/actors/TestActor/one/method/{method}");
        request.Headers.Add("Dapr-Reentrancy-Id", chain);
        request.Content = new StringContent(body);
        return await _sidecar.Http(app.Endpoint).SendAsync(request);
    }
}
