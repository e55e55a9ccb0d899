using System.Runtime.CompilerServices;
using Aion.Client.Connection;
using Aion.Contracts.Kanbanpb;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Aion.Client.StaticTopics;

/// <summary>A static topic over as many streams as it takes. A new stream starts from the oldest, so the ids seen are remembered.</summary>
internal sealed class StaticTopicStream(Kanban.KanbanClient kanban, BackOff backOff, ILogger logger)
{
    // More than a topic keeps unless status-kanban is told otherwise.
    private const int SeenAtLeast = 20_000;
    private readonly SeenIds _seen = new(SeenAtLeast);

    public async IAsyncEnumerable<StaticKanban> ReadAsync(string topic, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            _seen.Begin();
            using var call = kanban.ReceiveStaticKanban(new Topic { Name = topic }, cancellationToken: ct);
            while (!_seen.WantsNewStream && await NextAsync(call.ResponseStream, ct) is { } next)
            {
                backOff.Reset();
                if (_seen.TryAdd(next.Id))
                {
                    yield return next;
                }
            }

            await backOff.PauseAsync(ct);
        }
    }

    // Null when the stream is over.
    private async Task<StaticKanban?> NextAsync(IAsyncStreamReader<StaticKanban> stream, CancellationToken ct)
    {
        try
        {
            return await stream.MoveNext(ct) ? stream.Current : null;
        }
        catch (Exception e) when (!ct.IsCancellationRequested && StreamFault.IsTransient(e))
        {
            Log.StreamLost(logger, StreamFault.Describe(e));
            return null;
        }
    }
}
