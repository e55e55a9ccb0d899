using System.Net;
using Aion.Sidecar.Actors.Placement;
using Aion.Sidecar.Tests.Hosting;
using Aion.Testing;
using Dapr.Actors.Client;

namespace Aion.Sidecar.Tests.Actors;

/// <summary>Actors of one type in several apps.</summary>
public sealed class PlacementTests : IAsyncLifetime
{
    private const int Actors = 40;

    private readonly SidecarFixture _sidecar = new() { MoreResources = ActorResources.StateStore };
    private readonly List<ActorApp> _apps = [];
    private SidecarEndpoint _client = null!;

    public async Task InitializeAsync()
    {
        await _sidecar.InitializeAsync();
        _client = await _sidecar.AddAsync("client");
    }

    public async Task DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        foreach (var app in _apps)
            await app.DisposeAsync();
    }

    [Fact]
    public async Task TwoHosts_ShareTheActors_AndTheOtherTakesThoseOfALostOne()
    {
        var one = await StartAsync("one");
        var two = await StartAsync("two");
        await CallAllAsync();
        var (ofOne, ofTwo) = (Activated(one), Activated(two));
        Assert.InRange(ofOne.Count, 5, Actors - 5);
        Assert.Equal(Actors, ofOne.Count + ofTwo.Count);

        // Its sidecar is not told: the first call that does not reach it finds out.
        await one.DisposeAsync();
        await CallAllAsync();

        Assert.Equal(ofOne.Order(), Activated(two).Order());
    }

    [Fact]
    public async Task RemovedHost_LosesItsActorsAfterTheyWereDeactivated()
    {
        var one = await StartAsync("one");
        var two = await StartAsync("two");
        await CallAllAsync();
        var moving = Activated(one);
        Activated(two);

        await _sidecar.Host.RemoveAppAsync("one");
        await CallAllAsync();

        Assert.Equal(moving.Count, one.Events.Taken().Count(text => text.StartsWith("deactivate", StringComparison.Ordinal)));
        Assert.Equal(moving.Order(), Activated(two).Order());
    }

    [Fact]
    public async Task NewHost_TakesItsShareOnly()
    {
        var one = await StartAsync("one");
        await CallAllAsync();
        Activated(one);

        var two = await StartAsync("two");
        await CallAllAsync();

        var moved = Activated(two);
        Assert.InRange(moved.Count, 5, Actors - 5);
        Assert.Equal(moved.Count, one.Events.Taken().Count(text => text.StartsWith("deactivate", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Call_BeforeItsHostIsUp_WaitsForIt()
    {
        var call = ActorApp.Proxies(_client).CreateActorProxy<ITestActor>(new("early"), nameof(TestActor)).AddAsync(2);

        await StartAsync("one");

        Assert.Equal(2, await call.Within30s());
    }

    [Fact]
    public async Task Call_OfATypeThatNobodyHosts_FailsAfterAWhile()
    {
        using var answer = await _sidecar.Http(_client).PutAsync("/v1.0/actors/Nobody/1/method/x", null).Within30s();

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal(
            """{"errorCode":"ERR_ACTOR_INVOKE_METHOD","message":"error invoke actor method: failed to lookup actor: api error: code = FailedPrecondition desc = did not find address for actor 'Nobody||1'"}""",
            await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public void Score_OfManyActors_SharesThemEvenly()
    {
        string[] hosts = ["a", "b", "c", "d"];
        var shares = Enumerable.Range(0, 10_000)
            .Select(number => hosts.MaxBy(host => ActorHash.Score(host, new("Order", $"{number}")))!)
            .CountBy(host => host)
            .Select(share => share.Value);

        Assert.All(shares, share => Assert.InRange(share, 2300, 2700));
    }

    private async Task<ActorApp> StartAsync(string appId)
    {
        var app = await ActorApp.StartAsync(_sidecar.Host, appId);
        _apps.Add(app);
        await Eventually.HoldsAsync(() => _sidecar.Host.Runtime.TryGetApp(appId, out var served) && served.Actors.Host is not null);
        return app;
    }

    private async Task CallAllAsync() => await Task.WhenAll(Enumerable.Range(0, Actors).Select(number =>
        ActorApp.Proxies(_client).CreateActorProxy<ITestActor>(new($"actor{number}"), nameof(TestActor)).GetAsync())).Within30s("all calls");

    private static List<string> Activated(ActorApp app) =>
        [.. app.Events.Taken().Where(text => text.StartsWith("activate", StringComparison.Ordinal)).Select(text => text.Split(' ')[1])];
}
