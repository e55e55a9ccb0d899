using System.Net;
using System.Net.Http.Json;
using System.Text;
using Aion.Sidecar.Tests.Hosting;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Aion.Sidecar.Tests.Invocation;

public sealed class InvokeTests : IAsyncLifetime
{
    private readonly SidecarFixture _sidecar = new();
    private readonly TestCallback _callback = new();
    private HttpTestApp _http = null!;
    private GrpcTestApp _grpc = null!;
    private SidecarEndpoint _caller = null!;

    public async Task InitializeAsync()
    {
        await _sidecar.InitializeAsync();
        _http = await HttpTestApp.StartAsync("[]");
        _grpc = await GrpcTestApp.StartAsync(_callback);
        await _sidecar.Host.AddAppAsync(new SidecarAppOptions { AppId = "web", AppPort = _http.Port, AppApiToken = "for-web" });
        await _sidecar.AddAsync("rpc", _grpc.Port, AppProtocol.Grpc);
        _caller = await _sidecar.AddAsync("caller");
    }

    public async Task DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        await _http.DisposeAsync();
        await _grpc.DisposeAsync();
    }

    [Fact]
    public async Task Http_ToHttp_PassesEverythingBothWays()
    {
        _http.Answer = _ => (418, """{"tea":true}""");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1.0/invoke/web/method/orders/a%2Fb?x=1&y=2") { Content = Json("""{"n":1}""") };
        request.Headers.Add("x-text", "hello");

        var response = await _sidecar.Http(_caller).SendAsync(request);
        var posted = await _http.Received.NextAsync("the call");

        Assert.Equal(418, (int)response.StatusCode);
        Assert.Equal("""{"tea":true}""", await response.Content.ReadAsStringAsync());
        Assert.Equal("/orders/a%2Fb", posted.Path);
        Assert.Equal(1, posted.Body.GetProperty("n").GetInt32());
        Assert.Equal("hello", posted.Headers["x-text"]);
        Assert.Equal("caller", posted.Headers["dapr-caller-app-id"]);
        Assert.Equal("web", posted.Headers["dapr-callee-app-id"]);
        Assert.Equal("for-web", posted.Headers["dapr-api-token"]);
    }

    [Fact]
    public async Task Http_ByHeader_ReachesTheApp()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders") { Content = Json("{}") };
        request.Headers.Add("dapr-app-id", "web");

        var response = await _sidecar.Http(_caller).SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False((await _http.Received.NextAsync("the call")).Headers.ContainsKey("dapr-app-id"));
    }

    [Fact]
    public async Task DaprClient_ToHttp_ReachesTheApp()
    {
        _http.Answer = posted => (200, posted.Body.GetRawText());

        using var client = Dapr.Client.DaprClient.CreateInvokeHttpClient("web", _caller.HttpEndpoint.ToString());
        var answer = await client.PostAsJsonAsync("/echo", new Order(5));

        Assert.Equal(new Order(5), await answer.Content.ReadFromJsonAsync<Order>());
    }

    [Fact]
    public async Task Http_ToGrpc_IsOnInvoke()
    {
        _callback.Invoke = request => new InvokeResponse
        {
            ContentType = "text/plain",
            Data = new Any { Value = request.Data.Value },
        };

        var response = await _sidecar.Http(_caller).PostAsync("/v1.0/invoke/rpc/method/hello?x=1", new StringContent("payload"));

        Assert.Equal("payload", await response.Content.ReadAsStringAsync());
        Assert.Equal("caller", _callback.LastHeaders.GetValue("dapr-caller-app-id"));
    }

    [Fact]
    public async Task Http_ToGrpcThatFails_GetsTheStatusInHttp()
    {
        _callback.Invoke = _ => throw new RpcException(new Grpc.Core.Status(StatusCode.NotFound, "no such order"));

        var response = await _sidecar.Http(_caller).PostAsync("/v1.0/invoke/rpc/method/hello", new StringContent(""));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("no such order", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvokeService_ToHttp_CarriesTheStatus()
    {
        _http.Answer = posted => posted.Path == "/fail" ? (404, "nothing here") : (200, "fine");
        var client = _sidecar.Raw(_caller);

        using var call = client.InvokeServiceAsync(Invoke("web", "ok"));
        Assert.Equal("fine", (await call.ResponseAsync).Data.Value.ToStringUtf8());
        Assert.Equal("200", (await call.ResponseHeadersAsync).GetValue("dapr-http-status"));

        var error = await Assert.ThrowsAsync<RpcException>(() => client.InvokeServiceAsync(Invoke("web", "fail")).ResponseAsync);
        Assert.Equal((StatusCode.NotFound, "Not Found"), (error.StatusCode, error.Status.Detail));
        Assert.NotNull(error.Trailers.GetValueBytes("grpc-status-details-bin"));
    }

    [Fact]
    public async Task InvokeService_ToNobody_IsDaprsError()
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => _sidecar.Raw(_caller).InvokeServiceAsync(Invoke("nobody", "x")).ResponseAsync);

        Assert.Equal((StatusCode.Internal, "failed to invoke, id: nobody, err: couldn't find service: nobody"), (error.StatusCode, error.Status.Detail));
    }

    [Fact]
    public async Task App_IsDown_IsDaprsError()
    {
        await _http.DisposeAsync();

        var response = await _sidecar.Http(_caller).GetAsync("/v1.0/invoke/web/method/x");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("ERR_DIRECT_INVOKE", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static InvokeServiceRequest Invoke(string appId, string method) => new()
    {
        Id = appId,
        Message = new InvokeRequest
        {
            Method = method,
            ContentType = "application/json",
            Data = new Any { Value = Google.Protobuf.ByteString.CopyFromUtf8("{}") },
            HttpExtension = new HTTPExtension { Verb = HTTPExtension.Types.Verb.Post },
        },
    };

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private sealed record Order(int Number);
}
