using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using Aion.ServiceBroker.Health;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Outbox;
using Aion.ServiceBroker.Telemetry;

namespace Aion.ServiceBroker.Routing;

/// <summary>Takes the accepted outputs of all services and puts a copy of each into the queues of the next services.</summary>
/// <remarks>
/// Deliveries are routed one at a time, so that queues keep the order of kanban.after even if a sidecar delivers two
/// batches at once. A batch costs one call per destination topic, whatever its size.
/// </remarks>
internal sealed class KanbanRouter(
    RouteState routes, TopicPublisher publisher, OutboxStore outbox, IInstanceLifecycle lifecycle, IHealthMonitors health, KanbanWatch watch,
    BrokerMetrics metrics, ActivitySource traces, ILogger<KanbanRouter> logger) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly RoutingBatch _batch = new();

    /// <summary>
    /// Routes one bulk delivery. The answer says SUCCESS for events whose every copy is durable, and RETRY from the first
    /// one on that has a copy which is not: what comes after it must not overtake it. A repeated event makes the same ids.
    /// </summary>
    /// <exception cref="FormatException">The body is no bulk delivery.</exception>
    public async Task RouteAsync(ReadOnlyMemory<byte> body, IBufferWriter<byte> answer, CancellationToken ct)
    {
        await routes.Ready.WaitAsync(ct);
        await _turn.WaitAsync(ct);
        using var trace = traces.StartActivity("route kanban.after", ActivityKind.Consumer);
        try
        {
            _batch.Clear();

            // 1. Find the events.
            BulkBody.Read(body, _batch.Entries);
            trace?.SetTag("messaging.batch.message_count", _batch.Entries.Count);

            // 2. Decide where each goes and write the copies.
            var table = routes.Table;
            for (var i = 0; i < _batch.Entries.Count; i++)
            {
                _batch.Route(i, table, watch.IsWatched);
            }

            // 3. Make the copies durable.
            var firstFailed = await StoreAsync();

            // 4. Start the services that have work now, and end those that said they are done.
            Follow(firstFailed);

            // 5. Answer.
            WriteAnswer(answer, firstFailed);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<int> StoreAsync()
    {
        var stores = new Task<int>[_batch.Groups.Count + 1];
        for (var i = 0; i < _batch.Groups.Count; i++)
        {
            stores[i] = publisher.PublishAsync(_batch.Groups[i], _batch.Bytes);
        }

        stores[^1] = _batch.Remotes.Count == 0 ? Task.FromResult(int.MaxValue) : outbox.AddAsync(_batch.Remotes);
        var firstFailed = (await Task.WhenAll(stores)).Min();
        if (firstFailed != int.MaxValue)
        {
            _batch.Bytes.Abandon();
        }

        return firstFailed;
    }

    private void Follow(int firstFailed)
    {
        foreach (var group in _batch.Groups)
        {
            if (group.Service.Length > 0 && group.Events[0].Index < firstFailed)
            {
                lifecycle.Wake(group.Service, group.Number);
            }
        }

        foreach (var (service, number) in _batch.Senders)
        {
            health.KanbanPassed(service, number);
        }

        foreach (var (index, control) in _batch.Controls)
        {
            if (index < firstFailed)
            {
                lifecycle.Finish(control.Service, control.Number);
            }
        }

        foreach (var notice in _batch.Notices)
        {
            if (notice.Index < firstFailed)
            {
                watch.Tell(notice);
            }
        }

        metrics.Routed(_batch, firstFailed);
        if (_batch.Dead > 0)
        {
            Log.SetAside(logger, _batch.Dead);
        }
    }

    // {"statuses":[{"entryId":"..","status":"SUCCESS"},..]}: https://docs.dapr.io/reference/api/pubsub_api/
    private void WriteAnswer(IBufferWriter<byte> answer, int firstFailed)
    {
        using var json = new Utf8JsonWriter(answer, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteStartArray("statuses"u8);
        for (var i = 0; i < _batch.Entries.Count; i++)
        {
            json.WriteStartObject();
            json.WritePropertyName("entryId"u8);
            json.WriteRawValue(_batch.Entries[i].EntryId.Span, skipInputValidation: true);
            json.WriteString("status"u8, i < firstFailed ? "SUCCESS"u8 : "RETRY"u8);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
