using System.Collections.Concurrent;
using Aion.Contracts.Kanbanpb;
using Aion.Testing;
using Grpc.Core;
using Grpc.Net.Client;

namespace Aion.FunctionalTests.Kanbans;

/// <summary>A service as AION's own client libraries write it: one ReceiveKanban stream, no acknowledgement.</summary>
internal sealed class KanbanListener : IAsyncDisposable
{
    private readonly ConcurrentQueue<int> _numbers = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly GrpcChannel _channel;
    private readonly Task _running;

    private KanbanListener(Uri address, string service)
    {
        _channel = GrpcChannel.ForAddress(address);
        _running = Task.Run(() => ReadAsync(service));
    }

    /// <summary>The numbers in the order in which they arrived, repeated ones included.</summary>
    public IReadOnlyList<int> Numbers => [.. _numbers];

    public static KanbanListener Start(Uri address, string service) => new(address, service);

    public Task ReachesAsync(int count) => Eventually.HoldsAsync(() => _numbers.Count >= count, $"{count} kanbans arrive");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.Within30s();
        _channel.Dispose();
        _stop.Dispose();
    }

    private async Task ReadAsync(string service)
    {
        try
        {
            var opening = new InitializeService { MicroserviceName = service, ProcessNumber = 1 };
            using var call = new Kanban.KanbanClient(_channel).ReceiveKanban(opening, cancellationToken: _stop.Token);
            await foreach (var kanban in call.ResponseStream.ReadAllAsync())
            {
                _numbers.Enqueue((int)kanban.Metadata.Fields["number"].NumberValue);
            }
        }
        catch (RpcException)
        {
            // The server or the test ended the stream; Numbers holds what came before.
        }
    }
}
