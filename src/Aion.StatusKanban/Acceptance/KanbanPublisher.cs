using System.Threading.Channels;
using Aion.Contracts.Events;
using Dapr.Client.Autogen.Grpc.v1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Options;
using DaprApi = Dapr.Client.Autogen.Grpc.v1.Dapr;

namespace Aion.StatusKanban.Acceptance;

/// <summary>
/// Group commit to kanban.after: whatever has gathered while one request was under way goes into the next. One request at a
/// time, as two could overtake each other.
/// </summary>
internal sealed class KanbanPublisher : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private readonly Channel<PendingPublish> _waiting;
    private readonly List<PendingPublish> _batch = [];
    private readonly StatusKanbanOptions _options;
    private readonly DaprApi.DaprClient _dapr;
    private readonly StatusKanbanMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<KanbanPublisher> _logger;
    private PendingPublish? _next;

    public KanbanPublisher(
        DaprApi.DaprClient dapr, IOptions<StatusKanbanOptions> options, StatusKanbanMetrics metrics, TimeProvider time,
        ILogger<KanbanPublisher> logger)
    {
        (_dapr, _options, _metrics, _time, _logger) = (dapr, options.Value, metrics, time, logger);
        _waiting = Channel.CreateBounded<PendingPublish>(new BoundedChannelOptions(_options.PublishBacklog)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.Wait,
        });
    }

    /// <summary>Completes when the event is durable (null) or was not stored (why not).</summary>
    /// <param name="id">The kanbanid.</param>
    /// <param name="envelope">The CloudEvent; it must not change any more.</param>
    /// <param name="ct">Ends the wait for a place in the backlog. What has its place is published.</param>
    public async ValueTask<Refusal?> PublishAsync(string id, ReadOnlyMemory<byte> envelope, CancellationToken ct)
    {
        var pending = new PendingPublish(new BulkPublishRequestEntry
        {
            EntryId = id,
            Event = UnsafeByteOperations.UnsafeWrap(envelope),
            ContentType = KanbanEvent.ContentType,
        });
        if (!_waiting.Writer.TryWrite(pending))
        {
            try
            {
                await _waiting.Writer.WriteAsync(pending, ct);
            }
            catch (ChannelClosedException)
            {
                return Refusal.Transient("status-kanban is stopping.");
            }
        }

        return await pending.Task;
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not bound to stoppingToken: what was taken in before the stop is still published; the publish time-out bounds that.
        while (_next is not null || await _waiting.Reader.WaitToReadAsync(CancellationToken.None))
        {
            Gather();
            if (_batch.Count > 0)
            {
                Complete(await PublishBatchAsync());
            }
        }
    }

    private void Gather()
    {
        _batch.Clear();
        for (var bytes = 0; _batch.Count < _options.PublishBatch && (_next is not null || _waiting.Reader.TryRead(out _next)); _next = null)
        {
            bytes += _next.Entry.Event.Length;
            if (bytes > _options.PublishBatchBytes && _batch.Count > 0)
            {
                return;
            }

            _batch.Add(_next);
        }
    }

    private async Task<BulkPublishResponse?> PublishBatchAsync()
    {
        var request = new BulkPublishRequest { PubsubName = Topics.PubSubComponent, Topic = Topics.After };
        foreach (var pending in _batch)
        {
            request.Entries.Add(pending.Entry);
        }

        var deadline = _time.GetUtcNow() + _options.PublishTimeout;
        for (var pause = FirstPause; ; pause *= 2)
        {
            try
            {
                return await _dapr.BulkPublishEventAsync(request, deadline: deadline.UtcDateTime);
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable && _time.GetUtcNow() + pause < deadline)
            {
                // A sidecar that restarts: AION's clients do not repeat a failed SendKanban, so it is worth some patience.
                Log.PublishRetried(_logger, _batch.Count, e.Status.Detail);
                await Task.Delay(pause, _time, CancellationToken.None);
            }
            catch (Exception e)
            {
                Fail(e);
                return null;
            }
        }
    }

    private void Fail(Exception e)
    {
        var reason = e is RpcException rpc ? $"{rpc.StatusCode}: {rpc.Status.Detail}" : e.Message;
        Log.PublishFailed(_logger, _batch.Count, reason);
        foreach (var pending in _batch)
        {
            pending.TrySetResult(Refusal.Transient($"The sidecar did not store the kanban ({reason})."));
        }
    }

    private void Complete(BulkPublishResponse? answer)
    {
        if (answer is null)
        {
            return;
        }

        foreach (var failed in answer.FailedEntries)
        {
            Log.PublishFailed(_logger, 1, failed.Error);
            _batch.Find(pending => pending.Entry.EntryId == failed.EntryId)
                ?.TrySetResult(Refusal.Transient($"The sidecar did not store the kanban ({failed.Error})."));
        }

        _metrics.Accepted(_batch.Count - answer.FailedEntries.Count);
        foreach (var pending in _batch)
        {
            pending.TrySetResult(null);
        }
    }
}
