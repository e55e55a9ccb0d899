using System.Text;
using Aion.Sidecar.Tests.Hosting;
using Aion.Testing;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Aion.Sidecar.Tests.Actors;

/// <summary>Actors of apps without an HTTP port: SubscribeActorEventsAlpha1.</summary>
public sealed class ActorStreamTests : IAsyncLifetime
{
    private readonly SidecarFixture _sidecar = new() { MoreResources = ActorResources.StateStore };
    private SidecarEndpoint _endpoint = null!;

    private Dapr.Client.Autogen.Grpc.v1.Dapr.DaprClient Client => _sidecar.Raw(_endpoint);

    public async Task InitializeAsync()
    {
        await _sidecar.InitializeAsync();
        _endpoint = await _sidecar.AddAsync("stream");
    }

    public Task DisposeAsync() => _sidecar.DisposeAsync();

    [Fact]
    public async Task Call_GoesOverTheStream_AndSoDoesItsAnswer()
    {
        await using var host = await StreamHost.StartAsync(Client, "Echo");

        var calling = InvokeAsync("one", "Say", "\"hello\"");
        var call = (await host.CallAsync()).InvokeRequest;
        Assert.Equal(("Echo", "one", "Say", "\"hello\""), (call.ActorType, call.ActorId, call.Method, call.Data.ToStringUtf8()));
        await host.AnswerAsync(call.Id, "\"hello back\"");

        Assert.Equal("\"hello back\"", await calling.Within30s());
    }

    [Fact]
    public async Task Calls_OfDifferentActors_AreAnsweredInAnyOrder()
    {
        await using var host = await StreamHost.StartAsync(Client, "Echo");
        var first = InvokeAsync("one", "Say", "1");
        var firstCall = (await host.CallAsync()).InvokeRequest;
        var second = InvokeAsync("two", "Say", "2");
        var secondCall = (await host.CallAsync()).InvokeRequest;

        await host.AnswerAsync(secondCall.Id, "22");
        Assert.Equal("22", await second.Within30s());
        await host.AnswerAsync(firstCall.Id, "11");

        Assert.Equal("11", await first.Within30s());
    }

    [Fact]
    public async Task Call_ThatTheAppFails_FailsWithItsReason()
    {
        await using var host = await StreamHost.StartAsync(Client, "Echo");
        var calling = InvokeAsync("one", "Nothing", "1");
        var failed = new SubscribeActorEventsRequestFailedAlpha1 { Id = (await host.CallAsync()).InvokeRequest.Id, Code = 5, Message = "no such method" };

        await host.AnswerAsync(new SubscribeActorEventsRequestAlpha1 { RequestFailed = failed });

        var error = await Assert.ThrowsAsync<RpcException>(() => calling.Within30s());
        Assert.Contains("actor method not found", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reminder_ComesWithItsData_UntilTheAppCancelsIt()
    {
        await using var host = await StreamHost.StartAsync(Client, "Echo");
        await RemindAsync("""{"dueTime":"0s","period":"1ms","data":{"n":7}}""");

        var call = (await host.CallAsync()).ReminderRequest;
        Assert.Equal(("Echo", "one", "wake"), (call.ActorType, call.ActorId, call.Name));
        Assert.Equal("""{"n":7}""", call.Data.Unpack<BytesValue>().Value.ToStringUtf8());
        await host.AnswerAsync(new SubscribeActorEventsRequestAlpha1
        {
            ReminderResponse = new SubscribeActorEventsRequestReminderResponseAlpha1 { Id = call.Id, Cancel = true },
        });

        await Eventually.HoldsAsync(() => !_sidecar.Host.Runtime.Actors.Reminders.Book.All.Any());
    }

    [Fact]
    public async Task Stream_ThatBreaks_FailsItsCallsAndTheNextOneHasTheActors()
    {
        var first = await StreamHost.StartAsync(Client, "Echo");
        var lost = InvokeAsync("one", "Say", "1");
        await first.CallAsync();
        await first.DisposeAsync();
        var error = await Assert.ThrowsAsync<RpcException>(() => lost.Within30s());
        Assert.Contains("disconnected before responding", error.Status.Detail, StringComparison.Ordinal);

        await using var second = await StreamHost.StartAsync(Client, "Echo");
        var calling = InvokeAsync("one", "Say", "2");
        await second.AnswerAsync((await second.CallAsync()).InvokeRequest.Id, "3");

        Assert.Equal("3", await calling.Within30s());
    }

    [Fact]
    public async Task Stop_DeactivatesTheActorsBeforeItEndsTheStream()
    {
        await using var host = await StreamHost.StartAsync(Client, "Echo");
        var calling = InvokeAsync("one", "Say", "1");
        await host.AnswerAsync((await host.CallAsync()).InvokeRequest.Id, "1");
        await calling.Within30s();

        var removing = _sidecar.Host.RemoveAppAsync("stream");
        var call = (await host.CallAsync()).DeactivateRequest;
        Assert.Equal(("Echo", "one"), (call.ActorType, call.ActorId));

        // The sidecar waits for it only for so long: on a machine that stands still it may have given up.
        await host.AnswerAsync(new SubscribeActorEventsRequestAlpha1
        {
            DeactivateResponse = new SubscribeActorEventsRequestDeactivateResponseAlpha1 { Id = call.Id },
        }).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        await removing.Within30s();
        await host.Ended.Within30s();
    }

    [Fact]
    public async Task Stream_OfAnAppWithAnHttpChannel_IsRefused()
    {
        await using var app = await ActorApp.StartAsync(_sidecar.Host, "shop");
        using var stream = _sidecar.Raw(app.Endpoint).SubscribeActorEventsAlpha1();

        var refused = await Assert.ThrowsAsync<RpcException>(() => stream.ResponseStream.MoveNext(default).Within30s());

        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
    }

    private async Task<string> InvokeAsync(string actor, string method, string json)
    {
        var request = new InvokeActorRequest { ActorType = "Echo", ActorId = actor, Method = method, Data = ByteString.CopyFromUtf8(json) };
        return (await Client.InvokeActorAsync(request)).Data.ToStringUtf8();
    }

    private async Task RemindAsync(string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await _sidecar.Http(_endpoint).PostAsync("/v1.0/actors/Echo/one/reminders/wake", content);
        answer.EnsureSuccessStatusCode();
    }
}
