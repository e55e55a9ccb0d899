using System.Net;
using System.Text;
using Aion.Sidecar.Tests.Hosting;
using Aion.Testing;

namespace Aion.Sidecar.Tests.Actors;

/// <summary>Status codes, error codes and bodies of the HTTP API.</summary>
public sealed class ActorApiTests : IAsyncLifetime
{
    private readonly SidecarFixture _sidecar = new() { MoreResources = ActorResources.StateStore };
    private ActorApp _app = null!;

    private HttpClient Http => _sidecar.Http(_app.Endpoint);

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

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Method_OfEveryVerb_IsCalled(string verb)
    {
        using var answer = await SendAsync(verb, "one/method/GetAsync");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("0", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("PUT", "one/method/Missing", "", 500, "ERR_ACTOR_INVOKE_METHOD")]
    [InlineData("PUT", "a%2Fb/method/GetAsync", "", 400, "ERR_BAD_REQUEST")]
    [InlineData("PUT", "one/method/a%3Fb", "", 400, "ERR_BAD_REQUEST")]
    [InlineData("POST", "asleep/state", "[]", 400, "ERR_ACTOR_INSTANCE_MISSING")]
    [InlineData("POST", "one/state", "{", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("POST", "one/state", """[{"operation":"swap","request":{"key":"a"}}]""", 500, "ERR_ACTOR_STATE_TRANSACTION_SAVE")]
    [InlineData("POST", "one/state", """[{"operation":"upsert","request":{"value":1}}]""", 500, "ERR_ACTOR_STATE_TRANSACTION_SAVE")]
    [InlineData("POST", "one/reminders/r", "", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("POST", "one/reminders/r", "{}", 500, "ERR_ACTOR_REMINDER_CREATE")]
    [InlineData("POST", "one/reminders/r", """{"dueTime":"soon"}""", 500, "ERR_ACTOR_REMINDER_CREATE")]
    [InlineData("POST", "one/reminders/r", """{"dueTime":"10s","period":"R0/PT1S"}""", 500, "ERR_ACTOR_REMINDER_CREATE")]
    [InlineData("POST", "one/reminders/r", """{"dueTime":"10s","period":"1s","ttl":"5m","dueTime":"10m"}""", 204, "")]
    [InlineData("POST", "one/reminders/r", """{"dueTime":"10m","period":"1s","ttl":"2001-01-01T00:00:00Z"}""", 500, "ERR_ACTOR_REMINDER_CREATE")]
    [InlineData("POST", "one/reminders/a%2Fb", """{"dueTime":"10s"}""", 400, "ERR_BAD_REQUEST")]
    [InlineData("GET", "one/reminders/none", "", 404, "ERR_ACTOR_REMINDER_NOT_FOUND")]
    [InlineData("DELETE", "one/reminders/none", "", 204, "")]
    [InlineData("POST", "one/timers/t", """{"dueTime":"soon"}""", 500, "ERR_ACTOR_TIMER_CREATE")]
    [InlineData("POST", "one/timers/t", """{"dueTime":5}""", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("DELETE", "one/timers/none", "", 204, "")]
    public async Task Request_AnswersTheStatusAndCodeOfDapr(string verb, string path, string body, int status, string code)
    {
        await _app.Actor("one").GetAsync().Within30s();

        using var answer = await SendAsync(verb, path, body);

        Assert.Equal(status, (int)answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.StartsWith(code.Length == 0 ? "" : $$"""{"errorCode":"{{code}}",""", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "reminders/r", """{"dueTime":"10s"}""", 403, "ERR_ACTOR_REMINDER_NON_HOSTED")]
    [InlineData("GET", "reminders/r", "", 403, "ERR_ACTOR_REMINDER_NON_HOSTED")]
    [InlineData("DELETE", "reminders/r", "", 403, "ERR_ACTOR_REMINDER_NON_HOSTED")]
    [InlineData("POST", "timers/t", """{"dueTime":"10s"}""", 500, "ERR_ACTOR_TIMER_CREATE")]
    public async Task Schedule_OfATypeOfAnotherApp_IsRefused(string verb, string path, string body, int status, string code)
    {
        using var answer = await SendAsync(verb, $"1/{path}", body, "Foreign");

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(code, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReservedType_IsRefused()
    {
        using var answer = await SendAsync("GET", "1/state/k", type: "dapr.internal.default.shop.workflow");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("ERR_ACTOR_TYPE_RESERVED", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_ByTransaction_IsWrittenUnderTheKeyOfDapr()
    {
        await _app.Actor("one").GetAsync().Within30s();
        const string body = """
            [{"operation":"upsert","request":{"key":"a","value":{"b": [1, 2]}}},
             {"operation":"upsert","request":{"key":"c","value":"text","metadata":{"ttlInSeconds":"100"}}},
             {"operation":"delete","request":{"key":"missing"}}]
            """;

        using var answer = await SendAsync("POST", "one/state", body);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        using var read = await SendAsync("GET", "one/state/a");
        Assert.Equal("""{"b": [1, 2]}""", await read.Content.ReadAsStringAsync());
        Assert.Equal("application/json", read.Content.Headers.ContentType?.ToString());
        using var none = await SendAsync("GET", "one/state/missing");
        Assert.Equal(HttpStatusCode.NoContent, none.StatusCode);
        Assert.True(_sidecar.Host.Runtime.Components.TryGetStateStore("shop", "actors", out var store, out _));
        Assert.Equal("\"text\"", Encoding.UTF8.GetString((await store.GetAsync(["shop||TestActor||one||c"], CancellationToken.None))[0]!.Value.Span));
    }

    [Fact]
    public async Task State_WithAFailingStep_KeepsAllAsItWas()
    {
        await _app.Actor("one").AddAsync(1).Within30s();
        const string body = """
            [{"operation":"upsert","request":{"key":"total","value":100}},
             {"operation":"upsert","request":{"key":"last","value":100,"etag":"999"}}]
            """;

        using var answer = await SendAsync("POST", "one/state", body);

        Assert.Contains("ERR_ACTOR_STATE_TRANSACTION_SAVE", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var read = await SendAsync("GET", "one/state/total");
        Assert.Equal("1", await read.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Reminder_Read_IsAsDaprWritesIt()
    {
        await SendAsync("POST", "1234/reminders/r", """{"data":{"a":1},"dueTime":"1s","period":"R9/PT1H30M","ttl":"2552-01-01T00:00:00Z"}""");

        using var answer = await SendAsync("GET", "1234/reminders/r");

        Assert.Equal(
            """{"actorID":"1234","actorType":"TestActor","data":{"a":1},"dueTime":"1s","period":"@every 1h30m0s","ttl":"2552-01-01T00:00:00Z"}""",
            await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task State_WithoutAnActorStateStore_IsRefused()
    {
        await using var bare = new SidecarWithoutActorStore();
        await bare.InitializeAsync();

        using var answer = await bare.Http.GetAsync("/v1.0/actors/TestActor/1/state/k").Within30s();

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("ERR_ACTOR_RUNTIME_NOT_FOUND", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> SendAsync(string verb, string path, string body = "", string type = "TestActor")
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb), $"/v1.0/actors/{type}/{path}");
        if (body.Length > 0)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await Http.SendAsync(request).Within30s();
    }
}
