using Aion.Contracts.Events;
using Aion.Contracts.Kanbanpb;
using Aion.Contracts.State;
using Aion.StatusKanban.State;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Aion.StatusKanban.StaticTopics;

/// <summary>
/// Streams a static topic: what it has, then what is appended, each once and in order. A reader keeps nothing but the number of
/// the last one sent.
/// </summary>
internal sealed class StaticTopicReader(
    StateStore state, StaticTopicSignals signals, IOptions<StatusKanbanOptions> options, ILogger<StaticTopicReader> logger)
{
    private const int PageSize = 50;

    /// <summary>Streams until the token is cancelled or the client is gone.</summary>
    public async Task RunAsync(string topic, IServerStreamWriter<StaticKanban> stream, CancellationToken ct)
    {
        var changed = signals.Watch(topic);
        try
        {
            for (var sent = 0L; ;)
            {
                sent = await SendNewAsync(topic, sent, stream, ct);
                // Another replica's change gives no signal here, hence the look now and then.
                await changed.WaitAsync(options.Value.StaticTopicPoll, ct);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException)
        {
            // The client is gone.
        }
        finally
        {
            signals.Unwatch(topic, changed);
        }
    }

    private async Task<long> SendNewAsync(string topic, long sent, IServerStreamWriter<StaticKanban> stream, CancellationToken ct)
    {
        try
        {
            var index = StaticTopicIndex.Parse((await state.GetAsync(StateKeys.StaticTopic(topic), ct)).Data.Span);
            foreach (var page in index.Entries.Where(entry => entry.Number > sent).Chunk(PageSize))
            {
                await SendAsync(topic, page, stream, ct);
                sent = page[^1].Number;
            }
        }
        catch (RpcException e) when (!ct.IsCancellationRequested)
        {
            Log.NotRead(logger, topic, e.Status.Detail);
        }

        return sent;
    }

    private async Task SendAsync(string topic, StaticTopicEntry[] page, IServerStreamWriter<StaticKanban> stream, CancellationToken ct)
    {
        var stored = (await state.GetManyAsync(page.Select(entry => StateKeys.StaticKanban(topic, entry.Id)), ct))
            .ToDictionary(value => value.Key);
        foreach (var entry in page)
        {
            // Absent: deleted since the index was read.
            if (stored.TryGetValue(StateKeys.StaticKanban(topic, entry.Id), out var value) && TryRead(topic, entry, value) is { } kanban)
            {
                await stream.WriteAsync(new StaticKanban { Id = entry.Id, StatusKanban = kanban }, ct);
            }
        }
    }

    private KanbanMessage? TryRead(string topic, StaticTopicEntry entry, StateValue value)
    {
        try
        {
            return StatusKanbanJson.Parse(value.Data.Span);
        }
        catch (FormatException e)
        {
            Log.Unreadable(logger, topic, entry.Id, e.Message);
            return null;
        }
    }
}
