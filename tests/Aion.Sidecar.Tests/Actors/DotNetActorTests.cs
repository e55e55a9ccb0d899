using Aion.Sidecar.Tests.Hosting;
using Aion.Testing;
using Dapr;
using Dapr.Actors;
using Dapr.Actors.Client;

namespace Aion.Sidecar.Tests.Actors;

/// <summary>Hosts and proxies of the official Dapr.Actors against the sidecar.</summary>
public sealed class DotNetActorTests : IAsyncLifetime
{
    private readonly ShiftedTime _clock = new();
    private readonly SidecarFixture _sidecar;
    private ActorApp _app = null!;

    public DotNetActorTests() => _sidecar = new SidecarFixture { MoreResources = ActorResources.StateStore, Time = _clock };

    public async Task InitializeAsync()
    {
        await _sidecar.InitializeAsync();
        _app = await ActorApp.StartAsync(_sidecar.Host, "shop");
    }

    public async Task DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Call_Strong_ActivatesTheActorAndKeepsItsState()
    {
        var actor = _app.Actor("one");

        Assert.Equal(3, await actor.AddAsync(3).Within30s());
        Assert.Equal(7, await actor.AddAsync(4).Within30s());

        Assert.Equal("activate one", await _app.Events.NextAsync("the activation"));
        Assert.Empty(_app.Events.Taken());
    }

    [Fact]
    public async Task Call_Weak_ReachesTheSameActor()
    {
        await _app.Actor("one").AddAsync(3).Within30s();

        var total = await _app.Weak("one").InvokeMethodAsync<int, int>("AddAsync", 5).Within30s();

        Assert.Equal(8, total);
    }

    [Fact]
    public async Task Call_FromAnotherApp_FindsTheHost()
    {
        var client = await _sidecar.AddAsync("client");

        var actor = ActorApp.Proxies(client).CreateActorProxy<ITestActor>(new ActorId("one"), nameof(TestActor));

        Assert.Equal(3, await actor.AddAsync(3).Within30s());
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("a:b@c+d&e=f")]
    [InlineData("100%")]
    [InlineData("größe")]
    public async Task Call_OfAnUnusualId_KeepsTheIdWhole(string id)
    {
        var http = _sidecar.Http(_app.Endpoint);

        var answer = await http.PutAsync($"/v1.0/actors/TestActor/{Uri.EscapeDataString(id)}/method/GetAsync", null).Within30s();

        Assert.Equal("0", await answer.Content.ReadAsStringAsync());
        Assert.Equal($"activate {id}", await _app.Events.NextAsync("the activation"));
    }

    [Fact]
    public async Task Calls_InParallel_ComeOneAtATimeInOrder()
    {
        var actor = _app.Actor("one");
        var calls = new List<Task>();
        foreach (var name in new[] { "a", "b", "c" })
        {
            calls.Add(actor.WaitAsync(name));
            if (name == "a")
                await _app.Events.UntilAsync("enter a");
            else
                await Eventually.HoldsAsync(() => Waiting() == calls.Count);
        }

        Assert.Empty(_app.Events.Taken());
        _app.Events.Open("b");
        _app.Events.Open("c");
        _app.Events.Open("a");
        await Task.WhenAll(calls).Within30s();

        Assert.Equal(["leave a", "enter b", "leave b", "enter c", "leave c"], _app.Events.Taken());

        int Waiting() => _sidecar.Host.Runtime.Actors.Table.TryGet(new("TestActor", "one"), out var activation) ? activation.Turns.Count : 0;
    }

    [Fact]
    public async Task Calls_OfSeveralActors_RunTogether()
    {
        var first = _app.Actor("one").WaitAsync("a");
        var second = _app.Actor("two").WaitAsync("b");

        var entered = new HashSet<string>();
        while (entered.Count < 2)
        {
            if (await _app.Events.NextAsync("both calls have entered") is var text && text.StartsWith("enter", StringComparison.Ordinal))
                entered.Add(text);
        }

        _app.Events.Open("a");
        _app.Events.Open("b");
        await Task.WhenAll(first, second).Within30s();
    }

    [Fact]
    public async Task Exception_OfTheActor_ReachesTheCallerAndSavesNothing()
    {
        var actor = _app.Actor("one");
        await actor.AddAsync(3).Within30s();

        var error = await Assert.ThrowsAsync<ActorMethodInvocationException>(() => actor.SaveThenFailAsync(100).Within30s());

        Assert.Contains("InvalidOperationException", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, await actor.GetAsync().Within30s());
    }

    [Fact]
    public async Task Exception_OfAWeakCall_IsAnErrorOfTheApi()
    {
        var error = await Assert.ThrowsAsync<DaprApiException>(() => _app.Weak("one").InvokeMethodAsync("FailAsync", "no").Within30s());

        Assert.Equal("ERR_ACTOR_INVOKE_METHOD", error.ErrorCode);
    }

    [Fact]
    public async Task State_OfAShortLife_IsGoneAfterIt()
    {
        await _app.Actor("one").SaveForAsync("soon gone", TimeSpan.FromHours(1)).Within30s();
        var http = _sidecar.Http(_app.Endpoint);

        var kept = await http.GetAsync("/v1.0/actors/TestActor/one/state/short");
        Assert.True(kept.Headers.Contains("Metadata.ttlExpireTime"));
        Assert.Equal("\"soon gone\"", await kept.Content.ReadAsStringAsync());

        _clock.Shift = TimeSpan.FromHours(2);
        Assert.Equal(System.Net.HttpStatusCode.NoContent, (await http.GetAsync("/v1.0/actors/TestActor/one/state/short")).StatusCode);
    }
}
