using Grpc.Core;

namespace Aion.StatusKanban.Tests.Queues;

/// <summary>The response stream of a client that goes while it is written to: Kestrel then drops the bytes without an error.</summary>
internal sealed class EndingStream(CancellationTokenSource call) : IServerStreamWriter<KanbanMessage>
{
    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(KanbanMessage message)
    {
        call.Cancel();
        return Task.CompletedTask;
    }
}
