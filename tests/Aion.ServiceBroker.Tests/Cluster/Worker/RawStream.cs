using Aion.Contracts.Clusterpb;
using Grpc.Core;

namespace Aion.ServiceBroker.Tests.Cluster.Worker;

/// <summary>One stream of a worker as a master sees it.</summary>
internal sealed class RawStream(Metadata headers, IAsyncStreamReader<NodeMeta> reports, IServerStreamWriter<Apply> orders)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Metadata Headers => headers;

    public Task Ended => _ended.Task;

    public Task SendAsync(Apply order) => orders.WriteAsync(order).WaitAsync(Within.Default);

    /// <summary>Ends the stream from the master's side.</summary>
    public void End() => _ended.TrySetResult();

    public async Task<NodeMeta> NextAsync() =>
        await reports.MoveNext(CancellationToken.None).WaitAsync(Within.Default) ? reports.Current : throw new InvalidOperationException("The worker closed the stream.");

    /// <summary>The first report from now on that fits.</summary>
    public async Task<NodeMeta> UntilAsync(Func<NodeMeta, bool> fits)
    {
        while (true)
        {
            if (await NextAsync() is var report && fits(report))
            {
                return report;
            }
        }
    }
}
