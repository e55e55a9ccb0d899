using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Aion.Contracts.Kanbanpb;
using Aion.FunctionalTests.Hosting;
using Aion.FunctionalTests.Kanbans;
using Aion.Testing;
using Grpc.Core;

namespace Aion.FunctionalTests.BadInput;

/// <summary>Bytes that are no gRPC: the connection or the call ends with an error, the server goes on.</summary>
[Collection(SharedProductCollection.Name)]
public sealed class MalformedFrameTests(SharedProduct product)
{
    private static readonly byte[] s_preface = Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

    public static TheoryData<string, byte[]> Openings => new()
    {
        { "a TLS greeting", [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03, .. new byte[64], 0x0D, 0x0A] },
        { "an HTTP/1.1 request", Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n") },
        { "a frame longer than allowed", [.. s_preface, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01] },
        { "data on stream 0", [.. s_preface, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x55] },
        { "headers that are no HPACK", [.. s_preface, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 3, 1, 4, 0, 0, 0, 1, 0xFF, 0xFF, 0xFF] },
    };

    public static TheoryData<string, byte[], StatusCode> Bodies => new()
    {
        { "no protobuf", [0, 0, 0, 0, 4, 0xFF, 0xFF, 0xFF, 0xFF], StatusCode.Unknown },
        { "shorter than its length says", [0, 0, 0, 0, 200, 0x0A, 0x01], StatusCode.Internal },
        { "half a header", [0, 0, 0], StatusCode.Internal },
        { "no message at all", [], StatusCode.Internal },
        { "compressed by nothing known", [1, 0, 0, 0, 1, 0x00], StatusCode.Internal },
        { "more bytes than allowed", [0, 0x7F, 0xFF, 0xFF, 0xFF, 0x0A], StatusCode.ResourceExhausted },
    };

    [Theory]
    [MemberData(nameof(Openings))]
    public async Task Connection_ThatSpeaksNoHttp2_IsClosed(string name, byte[] bytes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, product.Host.Kanban.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(bytes);

        await ReadToEndAsync(stream).Within30s($"the connection is closed after {name}");

        await product.StillPassesKanbansAsync("frames");
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Call_WithABodyThatIsNoMessage_EndsWithTheStatus(string name, byte[] body, StatusCode expected)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(product.Host.Kanban, "/kanbanpb.Kanban/SendKanban"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));

        using var response = await http.SendAsync(request).Within30s($"an answer to a body with {name}");
        await response.Content.ReadAsByteArrayAsync();

        var status = response.TrailingHeaders.Concat(response.Headers).First(header => header.Key == "grpc-status").Value.First();
        Assert.Equal(((int)expected).ToString(), status);
        await product.StillPassesKanbansAsync("frames");
    }

    [Fact]
    public async Task SendKanban_LargerThanTheLimit_IsRefused()
    {
        using var caller = new KanbanCaller(product.Host.Kanban);

        var kanban = KanbanCaller.Numbered(0, padding: new string('x', 24 << 20));
        var error = await Assert.ThrowsAsync<RpcException>(() => caller.SendAsync("frames-source", kanban));
        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);

        var response = await caller.SendAsync("frames-source", KanbanCaller.Numbered(0, padding: new string('x', 3_500_000)));
        Assert.Equal(ResponseStatus.Failed, response.Status);
        Assert.Contains("more than the limit of", response.Error, StringComparison.Ordinal);
        await product.StillPassesKanbansAsync("frames");
    }

    private static async Task ReadToEndAsync(NetworkStream stream)
    {
        var buffer = new byte[1024];
        try
        {
            while (await stream.ReadAsync(buffer) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Reset instead of closed: just as good.
        }
    }
}
