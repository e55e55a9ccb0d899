using System.Net;
using System.Threading.Channels;
using Aion.Contracts.Clusterpb;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Aion.ServiceBroker.Tests.Cluster.Worker;

/// <summary>A server of clusterpb that does only what it is told: AION's master, or one that lies.</summary>
internal sealed class RawMaster : Contracts.Clusterpb.Cluster.ClusterBase, IAsyncDisposable
{
    private readonly Channel<RawStream> _streams = Channel.CreateUnbounded<RawStream>();
    private WebApplication? _app;

    /// <summary>Headers that it sends first, from those of the call; null: none, as AION's.</summary>
    public Func<Metadata, Metadata>? Greeting { get; init; }

    public string Address => new Uri(_app!.Urls.First()).Authority;

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // As small as HTTP/2 has them: what nobody reads soon fills them.
            (kestrel.Limits.Http2.InitialStreamWindowSize, kestrel.Limits.Http2.InitialConnectionWindowSize) = (65_535, 65_535);
            kestrel.Listen(IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        _app = builder.Build();
        _app.MapGrpcService<RawMaster>();
        await _app.StartAsync();
    }

    /// <summary>The next stream that a worker opened.</summary>
    public Task<RawStream> NextStreamAsync() => _streams.Reader.ReadAsync().AsTask().WaitAsync(Within.Default);

    public override async Task JoinMasterAion(IAsyncStreamReader<NodeMeta> requestStream, IServerStreamWriter<Apply> responseStream, ServerCallContext context)
    {
        if (Greeting is not null)
        {
            await context.WriteResponseHeadersAsync(Greeting(context.RequestHeaders));
        }

        var stream = new RawStream(context.RequestHeaders, requestStream, responseStream);
        _streams.Writer.TryWrite(stream);
        await Task.WhenAny(stream.Ended, Task.Delay(Timeout.Infinite, context.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app!.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
