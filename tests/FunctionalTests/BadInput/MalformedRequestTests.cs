using Aion.Contracts.Kanbanpb;
using Aion.FunctionalTests.Hosting;
using Aion.FunctionalTests.Kanbans;
using Aion.Testing;
using Google.Protobuf;
using Grpc.Core;

namespace Aion.FunctionalTests.BadInput;

/// <summary>
/// In AION one SendKanban without a message, or one SendStaticKanban without a topic, ends the whole server, and unknown
/// fields are dropped in silence.
/// </summary>
[Collection(SharedProductCollection.Name)]
public sealed class MalformedRequestTests(SharedProduct product) : IDisposable
{
    private readonly KanbanCaller _caller = new(product.Host.Kanban);

    [Fact]
    public async Task SendKanban_WithoutAMessage_IsRefusedWithTheReason()
    {
        await IsRefusedAsync(new Request { MicroserviceName = "malformed-source" }, "The request has no message.");
        await IsRefusedAsync(new Request { Message = KanbanCaller.Numbered(0) }, "The request has no microserviceName.");
        await IsRefusedAsync(new Request(), "The request has no microserviceName.");
        await product.StillPassesKanbansAsync("malformed");
    }

    [Fact]
    public async Task SendKanban_WithUnknownFields_IsRefusedAndNotCutShort()
    {
        // Field 99 of StatusKanban, a varint.
        var message = StatusKanban.Parser.ParseFrom([.. KanbanCaller.Numbered(0).ToByteArray(), 0x98, 0x06, 0x01]);

        var response = await _caller.SendAsync("malformed-source", message);

        Assert.Equal(ResponseStatus.Failed, response.Status);
        Assert.Contains("fields that this version does not know", response.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StaticKanbans_WithoutATopicOrMessage_AreRefusedWithTheReason()
    {
        await IsRefusedAsync(_caller.Client.SendStaticKanbanAsync(new StaticRequest { Message = new StatusKanban() }));
        await IsRefusedAsync(_caller.Client.SendStaticKanbanAsync(new StaticRequest { Topic = new Topic { Name = "bad-input" } }));
        await IsRefusedAsync(_caller.Client.SendStaticKanbanAsync(new StaticRequest()));
        await IsRefusedAsync(_caller.Client.DeleteStaticKanbanAsync(new DeleteStaticRequest { Id = "1" }));
        await product.StillPassesKanbansAsync("malformed");
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("malformed-sink", -1)]
    public async Task ReceiveKanban_OfNoQueue_EndsWithInvalidArgument(string service, int number)
    {
        using var call = _caller.Client.ReceiveKanban(new InitializeService { MicroserviceName = service, ProcessNumber = number });

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().Within30s());

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
    }

    public void Dispose() => _caller.Dispose();

    private async Task IsRefusedAsync(Request request, string reason)
    {
        var response = await _caller.Client.SendKanbanAsync(request).ResponseAsync.Within30s();
        Assert.Equal((ResponseStatus.Failed, reason), (response.Status, response.Error));
    }

    private static async Task IsRefusedAsync(AsyncUnaryCall<Response> call)
    {
        var response = await call.ResponseAsync.Within30s();
        Assert.Equal(ResponseStatus.Failed, response.Status);
        Assert.NotEmpty(response.Error);
    }
}
