using Aion.Sidecar.Tests.Hosting;
using Aion.Testing;
using Dapr.Actors;

namespace Aion.Sidecar.Tests.Actors;

/// <summary>Calls that come back to the actor that they started from.</summary>
public sealed class ReentrancyTests : IAsyncLifetime
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
