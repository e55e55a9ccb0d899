using System.Diagnostics;
using System.Threading.Channels;
using Aion.Bench.Measuring;
using Aion.Contracts.Kanbanpb;
using Grpc.Core;

namespace Aion.Bench.Product;

/// <summary>Plays the microservice `sink`: reads its stream and hands on who sent what, and when it arrived.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly Grpc.Net.Client.GrpcChannel _channel;
    private readonly AsyncServerStreamingCall<StatusKanban> _call;
    private readonly Channel<Arrival> _arrivals = Channel.CreateUnbounded<Arrival>();
    private readonly Task _reading;

    public Receiver(string address)
    {
        _channel = Channels.Open(address);
        _call = new Kanban.KanbanClient(_channel).ReceiveKanban(new InitializeService { MicroserviceName = "sink", ProcessNumber = 1 });
        _reading = Task.Run(ReadAsync);
    }

    public ChannelReader<Arrival> Arrivals => _arrivals.Reader;

    /// <summary>Reads until nothing has come for the time given; returns how many came.</summary>
    public async Task<int> DrainAsync(TimeSpan quiet)
    {
        var count = 0;
        while (true)
        {
            using var timeout = new CancellationTokenSource(quiet);
            try
            {
                await _arrivals.Reader.ReadAsync(timeout.Token);
                count++;
            }
            catch (OperationCanceledException)
            {
                return count;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _call.Dispose();
        await _reading;
        _channel.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await _call.ResponseStream.MoveNext(CancellationToken.None))
            {
                var fields = _call.ResponseStream.Current.Metadata.Fields;
                _arrivals.Writer.TryWrite(new Arrival((int)fields["caller"].NumberValue, (int)fields["number"].NumberValue, Stopwatch.GetTimestamp()));
            }
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Cancelled)
        {
            // The bench ended the call.
        }
    }
}
