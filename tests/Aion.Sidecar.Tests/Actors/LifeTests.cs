using System.Text.Json;
using Aion.Sidecar.Tests.Hosting;
using Aion.Testing;
using Dapr.Actors.Client;

namespace Aion.Sidecar.Tests.Actors;

/// <summary>Timers, deactivation, tokens and metadata.</summary>
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
        var busy = app.Actor("one").WaitAsync("a");
        await app.Events.UntilAsync("enter a");
        using var content = new StringContent("""{"dueTime":"1h","callback":"OnTimerAsync"}""");
        using var answer = await _sidecar.Http(app.Endpoint).PostAsync("/v1.0/actors/TestActor/one/timers/late", content);
        var timers = _sidecar.Host.Runtime.Actors.Timers;
        Assert.True(timers.HasAny(new("TestActor", "one")));

        app.Events.Open("a");
        await busy.Within30s();
        await app.Events.UntilAsync("deactivate one");

        Assert.False(timers.HasAny(new("TestActor", "one")));
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
}
