using Aion.Sidecar.Tests.Hosting;
using Aion.Sidecar.Tests.Protocol;
using Aion.Testing;
using Grpc.Core;

namespace Aion.Sidecar.Tests.Invocation;

public sealed class GrpcProxyTests : IAsyncLifetime
{
    private readonly SidecarFixture _sidecar = new();
    private GrpcTestApp _app = null!;
    private Echo.EchoClient _client = null!;

    public async Task InitializeAsync()
    {
        await _sidecar.InitializeAsync();
        _app = await GrpcTestApp.StartAsync(new TestCallback());
        await _sidecar.AddAsync("echo", _app.Port, AppProtocol.Grpc);
        await _sidecar.AddAsync("silent");
        _client = new Echo.EchoClient(_sidecar.Channel(await _sidecar.AddAsync("caller")));
    }

    public async Task DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Unary_WithMetadata_PassesHeadersAndTrailersBothWays()
    {
        var headers = To("echo");
        headers.Add("x-text", "hello");
        headers.Add("x-data-bin", [1, 2, 3]);
        using var call = _client.UnaryAsync(new EchoMessage { Text = "a" }, headers, deadline: DateTime.UtcNow.AddSeconds(20));

        Assert.Equal("a", (await call.ResponseAsync.Within30s("the answer")).Text);
        var answered = await call.ResponseHeadersAsync;

        Assert.Equal("hello", answered.GetValue("x-text"));
        Assert.Equal("True", answered.GetValue("x-has-deadline"));
        Assert.Equal("caller", answered.GetValue("dapr-caller-app-id"));
        Assert.Null(answered.GetValue("dapr-app-id"));
        Assert.Equal([1, 2, 3], call.GetTrailers().GetValueBytes("x-data-bin"));
    }

    [Fact]
    public async Task Unary_Fails_PassesTheStatus()
    {
        var request = new EchoMessage { Text = "ü", Fail = (int)StatusCode.FailedPrecondition };

        var error = await Assert.ThrowsAsync<RpcException>(() => _client.UnaryAsync(request, To("echo")).ResponseAsync);

        Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
        Assert.Equal("failed: ü", error.Status.Detail);
    }

    [Fact]
    public async Task ClientStream_OfManyMegabytes_PassesAll()
    {
        using var call = _client.ClientStream(To("echo"));
        for (var i = 0; i < 20; i++)
            await call.RequestStream.WriteAsync(new EchoMessage { Text = new string((char)('a' + i), 500_000) });
        await call.RequestStream.CompleteAsync();

        // The answer is larger than a gRPC message may be by default: its size is what is looked at.
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.Within30s("the answer"));
        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    [Fact]
    public async Task ServerStream_FailsAtItsEnd_PassesMessagesThenTheStatus()
    {
        using var call = _client.ServerStream(new EchoMessage { Text = "xyz", Fail = (int)StatusCode.DataLoss }, To("echo"));
        var parts = "";

        var error = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
                parts += call.ResponseStream.Current.Text;
        });

        Assert.Equal("xyz", parts);
        Assert.Equal((StatusCode.DataLoss, "failed after the stream"), (error.StatusCode, error.Status.Detail));
    }

    [Fact]
    public async Task Duplex_EachMessage_IsAnsweredBeforeTheNext()
    {
        using var call = _client.Duplex(To("echo"));
        for (var i = 0; i < 100; i++)
        {
            await call.RequestStream.WriteAsync(new EchoMessage { Text = $"{i}" });
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).Within30s($"answer {i}"));
            Assert.Equal($"{i}", call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None).Within30s("the end"));
    }

    [Fact]
    public async Task ServerStream_HeadersWithoutMessages_ArriveAtOnce()
    {
        using var call = _client.ServerStream(new EchoMessage { Hang = true }, To("echo"));

        Assert.Equal("caller", (await call.ResponseHeadersAsync.Within30s("headers before any message")).GetValue("dapr-caller-app-id"));
    }

    [Fact]
    public async Task Caller_GivesUp_TheAppIsCancelled()
    {
        using var call = _client.UnaryAsync(new EchoMessage { Hang = true }, To("echo"));
        await _app.Watch.Hanging.Within30s("the call reaches the app");

        call.Dispose();

        await _app.Watch.Cancelled.Within30s("the app sees the cancellation");
    }

    [Fact]
    public async Task Deadline_Passes_EndsTheCall()
    {
        // On a busy machine the first ones may be over before they reach the app.
        for (var patience = TimeSpan.FromMilliseconds(100); !_app.Watch.Hanging.IsCompleted; patience *= 2)
        {
            using var call = _client.UnaryAsync(new EchoMessage { Hang = true }, To("echo"), deadline: DateTime.UtcNow + patience);
            var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.Within30s("the end of the call"));
            Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        }

        await _app.Watch.Cancelled.Within30s("the app sees the deadline");
    }

    [Theory]
    [InlineData("nobody", StatusCode.Unknown, "couldn't find service: nobody")]
    [InlineData("silent", StatusCode.Internal, "app channel is not initialized")]
    [InlineData("", StatusCode.Unknown, "failed to proxy request: required metadata dapr-callee-app-id or dapr-app-id not found")]
    public async Task Target_CannotBeCalled_SaysWhy(string appId, StatusCode code, string message)
    {
        var error = await Assert.ThrowsAsync<RpcException>(
            () => _client.UnaryAsync(new EchoMessage(), appId.Length == 0 ? [] : To(appId)).ResponseAsync);

        Assert.Equal((code, message), (error.StatusCode, error.Status.Detail));
    }

    [Fact]
    public async Task App_IsDown_IsUnavailable()
    {
        await _app.DisposeAsync();

        var error = await Assert.ThrowsAsync<RpcException>(() => _client.UnaryAsync(new EchoMessage(), To("echo")).ResponseAsync);

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
    }

    private static Metadata To(string appId) => new() { { "dapr-app-id", appId } };
}
