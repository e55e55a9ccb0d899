using System.Threading.Channels;
using Aion.Testing;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Grpc.Core;

namespace Aion.Sidecar.Tests.Actors;

/// <summary>An app that hosts actors over a stream of its own, by the messages that Dapr generates; the test gives the answers.</summary>
internal sealed class StreamHost : IAsyncDisposable
{
    private readonly AsyncDuplexStreamingCall<SubscribeActorEventsRequestAlpha1, SubscribeActorEventsResponseAlpha1> _stream;
    private readonly Channel<SubscribeActorEventsResponseAlpha1> _calls = Channel.CreateUnbounded<SubscribeActorEventsResponseAlpha1>();
    private Task _reading = Task.CompletedTask;

    private StreamHost(Dapr.Client.Autogen.Grpc.v1.Dapr.DaprClient client) => _stream = client.SubscribeActorEventsAlpha1();

    public static async Task<StreamHost> StartAsync(Dapr.Client.Autogen.Grpc.v1.Dapr.DaprClient client, params string[] types)
    {
        var host = new StreamHost(client);
        var initial = new SubscribeActorEventsRequestInitialAlpha1 { Entities = { types } };
        await host._stream.RequestStream.WriteAsync(new SubscribeActorEventsRequestAlpha1 { InitialRequest = initial });
        Assert.True(await host._stream.ResponseStream.MoveNext(default).Within30s("the stream is accepted"));
        Assert.NotNull(host._stream.ResponseStream.Current.InitialResponse);
        host._reading = host.ReadAsync();
        return host;
    }

    public Task<SubscribeActorEventsResponseAlpha1> CallAsync() => _calls.Reader.ReadAsync().AsTask().Within30s("an actor is called");

    public Task AnswerAsync(string id, string data, bool isError = false) => _stream.RequestStream.WriteAsync(new SubscribeActorEventsRequestAlpha1
    {
        InvokeResponse = new SubscribeActorEventsRequestInvokeResponseAlpha1
        {
            Id = id, Data = ByteString.CopyFromUtf8(data), Error = isError, Metadata = { ["content-type"] = "application/json" },
        },
    });

    public Task AnswerAsync(SubscribeActorEventsRequestAlpha1 answer) => _stream.RequestStream.WriteAsync(answer);

    /// <summary>The sidecar has ended the stream.</summary>
    public Task Ended => _reading;

    public async ValueTask DisposeAsync()
    {
        _stream.Dispose();
        await _reading;
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var call in _stream.ResponseStream.ReadAllAsync())
                _calls.Writer.TryWrite(call);
        }
        catch (RpcException)
        {
            // The stream was broken off by the test, or by the end of the host.
        }
    }
}
