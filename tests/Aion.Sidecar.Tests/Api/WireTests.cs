using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Aion.Sidecar.Tests.Hosting;
using Aion.Testing;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Grpc.Core;

namespace Aion.Sidecar.Tests.Api;

/// <summary>What no well-behaved client sends: the caller gets an error, the sidecar goes on.</summary>
public sealed class WireTests : IAsyncLifetime
{
    private readonly SidecarFixture _sidecar = new();
    private SidecarEndpoint _endpoint = null!;

    public async Task InitializeAsync()
    {
        await _sidecar.InitializeAsync();
        _endpoint = await _sidecar.AddAsync("app");
    }

    public async Task DisposeAsync()
    {
        Assert.Equal(HttpStatusCode.NoContent, (await _sidecar.Http(_endpoint).GetAsync("/v1.0/healthz")).StatusCode);
        await _sidecar.Raw(_endpoint).GetMetadataAsync(new GetMetadataRequest());
        await _sidecar.DisposeAsync();
    }

    [Theory]
    [InlineData("GET / HTTP/9.9\r\n\r\n")]
    [InlineData("\0\u0001\u0002 garbage \r\n\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0garbage that is no frame at all")]
    [InlineData("POST /v1.0/state/store HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("POST /v1.0/state/store HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n")]
    public async Task Garbage_OnEitherPort_EndsTheConnectionOnly(string garbage)
    {
        await SendAsync(_endpoint.HttpPort, garbage);
        await SendAsync(_endpoint.GrpcPort, garbage);
    }

    [Theory]
    [InlineData("GetState")]
    [InlineData("BulkPublishEvent")]
    [InlineData("SubscribeTopicEventsAlpha1")]
    public async Task Message_ThatIsNoProtobuf_EndsTheCallOnly(string method)
    {
        _sidecar.Log.Expected.Add("ErrorExecutingServiceMethod");
        var response = await PostGrpcAsync(method, Frame([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]));

        Assert.NotEqual("0", Status(response));
    }

    [Fact]
    public async Task Frame_LongerThanItsContent_EndsTheCallOnly()
    {
        _sidecar.Log.Expected.Add("ErrorReadingMessage");
        _sidecar.Log.Expected.Add("ErrorExecutingServiceMethod");
        var frame = Frame([1, 2, 3]);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), 1000);

        Assert.NotEqual("0", Status(await PostGrpcAsync("GetState", frame)));
    }

    [Fact]
    public async Task Message_OverTheLimit_IsRefused()
    {
        _sidecar.Log.Expected.Add("ErrorReadingMessage");
        var request = new PublishEventRequest { PubsubName = "pubsub", Topic = "t", Data = ByteString.CopyFrom(new byte[5 * 1024 * 1024]) };

        var error = await Assert.ThrowsAsync<RpcException>(() => _sidecar.Raw(_endpoint).PublishEventAsync(request).ResponseAsync);

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    [Fact]
    public async Task Rpc_ThatIsNotServed_IsUnimplemented()
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => _sidecar.Raw(_endpoint).TryLockAlpha1Async(new TryLockRequest()).ResponseAsync);

        Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
    }

    [Fact]
    public async Task Path_ThatIsNotServed_IsNotFound()
    {
        var response = await _sidecar.Http(_endpoint).GetAsync("/v1.0/crypto/a/encrypt");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("errorCode", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task SendAsync(int port, string garbage)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, port);
        await using var stream = tcp.GetStream();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(garbage));
            tcp.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(Stream.Null).Within30s("the connection ends");
        }
        catch (IOException)
        {
            // Reset: ended too.
        }
    }

    private static byte[] Frame(byte[] message)
    {
        var frame = new byte[message.Length + 5];
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    private async Task<HttpResponseMessage> PostGrpcAsync(string method, byte[] body)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_endpoint.GrpcEndpoint, $"/dapr.proto.runtime.v1.Dapr/{method}"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        return await client.SendAsync(request).Within30s("an answer");
    }

    private static string? Status(HttpResponseMessage response) =>
        (response.TrailingHeaders.TryGetValues("grpc-status", out var values) || response.Headers.TryGetValues("grpc-status", out values))
            ? values.Single()
            : null;
}
