using System.Text;
using System.Text.Json;
using Aion.Sidecar.Tests.Hosting;

namespace Aion.Sidecar.Tests.Api;

/// <summary>Wrong requests: status, error code and message as daprd 1.18 gives them, and the sidecar goes on.</summary>
public sealed class HttpErrorTests : IAsyncLifetime
{
    private readonly SidecarFixture _sidecar = new();
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        await _sidecar.InitializeAsync();
        _http = _sidecar.Http(await _sidecar.AddAsync("app"));
    }

    public Task DisposeAsync() => _sidecar.DisposeAsync();

    [Theory]
    [InlineData("GET", "/v1.0/secrets/nope/k", "page.example", null)]
    [InlineData("POST", "/v1.0/publish/pubsub/t", "page.example:3500", null)]
    [InlineData("POST", "/v1.0/publish/pubsub/t", null, "https://page.example")]
    [InlineData("POST", "/v1.0/shutdown", "localhost", "null")]
    public async Task Request_OfAWebPage_IsRefused(string method, string path, string? host, string? origin)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Host = host;
        if (origin is not null)
            request.Headers.Add("Origin", origin);

        var response = await _http.SendAsync(request);

        Assert.Equal(403, (int)response.StatusCode);
        Assert.Contains("ERR_FOREIGN_CALLER", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:3500")]
    [InlineData("[::1]:3500")]
    [InlineData("my.localhost")]
    public async Task Request_ByANameOfThisMachine_IsServed(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1.0/metadata") { Headers = { Host = host } };

        Assert.Equal(200, (int)(await _http.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("GET", "/v1.0/state/nope/k", "", 400, "ERR_STATE_STORE_NOT_FOUND", "state store nope is not found")]
    [InlineData("POST", "/v1.0/state/nope", "not json", 400, "ERR_STATE_STORE_NOT_FOUND", "state store nope is not found")]
    [InlineData("GET", "/v1.0/state/store/a%7C%7Cb", "", 400, "ERR_MALFORMED_REQUEST", "input key/keyPrefix 'a||b' can't contain '||'")]
    [InlineData("POST", "/v1.0/state/store", """[{"value":1}]""", 400, "ERR_MALFORMED_REQUEST", "\"key\" is a required field")]
    [InlineData("POST", "/v1.0/state/store", """{"key":1}""", 400, "ERR_MALFORMED_REQUEST", null)]
    [InlineData("POST", "/v1.0/state/store", "[1]", 400, "ERR_MALFORMED_REQUEST", null)]
    [InlineData("POST", "/v1.0/state/store", "[", 400, "ERR_MALFORMED_REQUEST", null)]
    [InlineData("POST", "/v1.0/state/store/bulk", "{\"keys\":[1]}", 400, "ERR_MALFORMED_REQUEST", null)]
    [InlineData("POST", "/v1.0/state/store", """[{"key":"k","value":1,"etag":"999"}]""", 409, "ERR_STATE_SAVE", null)]
    [InlineData("POST", "/v1.0/state/store", """[{"key":"k","value":1,"metadata":{"ttlInSeconds":"soon"}}]""", 500, "ERR_STATE_SAVE", null)]
    [InlineData("POST", "/v1.0/state/store/transaction", "", 400, "ERR_MALFORMED_REQUEST", "failed deserializing HTTP body: EOF")]
    [InlineData("POST", "/v1.0/state/store/transaction", """{"operations":[{"operation":"swap"}]}""", 400, "ERR_NOT_SUPPORTED_STATE_OPERATION", "operation type swap not supported")]
    [InlineData("POST", "/v1.0/publish/nope/t", "x", 404, "ERR_PUBSUB_NOT_FOUND", "pubsub nope is not found")]
    [InlineData("POST", "/v1.0/publish/pubsub/", "x", 404, "ERR_TOPIC_NAME_EMPTY", "topic is empty in pubsub pubsub")]
    [InlineData("POST", "/v1.0/publish/pubsub/t?metadata.rawPayload=maybe", "x", 400, "ERR_PUBSUB_REQUEST_METADATA", null)]
    [InlineData("POST", "/v1.0/publish/pubsub/t?metadata.ttlInSeconds=-1", "x", 400, "ERR_PUBSUB_REQUEST_METADATA", null)]
    [InlineData("POST", "/v1.0/publish/bulk/pubsub/t", "{}", 400, "ERR_PUBSUB_EVENTS_SER", null)]
    [InlineData("POST", "/v1.0/publish/bulk/pubsub/t", """[{"event":"a","contentType":"text/plain"}]""", 400, "ERR_PUBSUB_EVENTS_SER", "error marshaling events to bytes for topic t pubsub pubsub. error: entryId is duplicated or not present for entry")]
    [InlineData("POST", "/v1.0/publish/bulk/pubsub/t", """[{"entryId":"1","event":{},"contentType":"text/plain"}]""", 400, "ERR_PUBSUB_EVENTS_SER", null)]
    [InlineData("POST", "/v1.0/bindings/nope", """{"operation":"create"}""", 500, "ERR_INVOKE_OUTPUT_BINDING", "error invoking output binding nope: couldn't find output binding nope")]
    [InlineData("POST", "/v1.0/bindings/nope", "nonsense", 400, "ERR_MALFORMED_REQUEST", null)]
    [InlineData("GET", "/v1.0/secrets/nope/k", "", 500, "ERR_SECRET_STORES_NOT_CONFIGURED", "secret store is not configured")]
    [InlineData("GET", "/v1.0/invoke/nobody/method/hello", "", 500, "ERR_DIRECT_INVOKE", "failed to invoke, id: nobody, err: couldn't find service: nobody")]
    [InlineData("GET", "/v1.0/invoke/nobody", "", 404, "ERR_DIRECT_INVOKE", "failed getting app id either from the URL path or the header dapr-app-id")]
    public async Task Request_IsWrong_GetsDaprsError(string method, string path, string body, int status, string code, string? message)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method != "GET")
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");

        var response = await _http.SendAsync(request);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(code, answer.RootElement.GetProperty("errorCode").GetString());
        if (message is not null)
            Assert.Equal(message, answer.RootElement.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("not json at all")]
    [InlineData("[1,2]")]
    [InlineData("{\"id\":\"1\"")]
    [InlineData("{} {}")]
    [InlineData("")]
    public async Task Publish_OfAnInvalidCloudEvent_IsRefused(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/cloudevents+json");

        var response = await _http.PostAsync("/v1.0/publish/pubsub/t", content);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal(500, (int)response.StatusCode);
        Assert.Equal("ERR_PUBSUB_CLOUD_EVENTS_SER", answer.RootElement.GetProperty("errorCode").GetString());
        Assert.Equal("cannot create cloudevent", answer.RootElement.GetProperty("message").GetString());
        Assert.Equal("DAPR_PUBSUB_CLOUD_EVENT_CREATION", answer.RootElement.GetProperty("details")[1].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Body_OverTheLimit_IsRefusedAndTheSidecarGoesOn()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1.0/publish/pubsub/t") { Content = new ByteArrayContent(new byte[(4 * 1024 * 1024) + 1]) };
        request.Headers.ExpectContinue = true;

        var response = await _http.SendAsync(request);

        Assert.Equal(413, (int)response.StatusCode);
        Assert.Contains("ERR_BODY_READ", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True((await _http.GetAsync("/v1.0/healthz")).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Details_OfAnUnknownStore_NameTheReason()
    {
        using var answer = JsonDocument.Parse(await (await _http.GetAsync("/v1.0/state/nope/k")).Content.ReadAsStringAsync());

        var detail = answer.RootElement.GetProperty("details")[0];
        Assert.Equal("type.googleapis.com/google.rpc.ErrorInfo", detail.GetProperty("@type").GetString());
        Assert.Equal("DAPR_STATE_NOT_FOUND", detail.GetProperty("reason").GetString());
        Assert.Equal("app", detail.GetProperty("metadata").GetProperty("appID").GetString());
    }
}
