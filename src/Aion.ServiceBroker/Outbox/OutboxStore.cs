using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using Aion.ServiceBroker.Routing;
using Aion.ServiceBroker.State;
using Grpc.Core;

namespace Aion.ServiceBroker.Outbox;

/// <summary>Keeps kanbans for other devices, one ordered set per device: <c>servicebroker.outbox.DEVICE</c>.</summary>
internal sealed class OutboxStore(BrokerState state, TimeProvider time, ILogger<OutboxStore> logger) : IDisposable
{
    private const int MaxCallBytes = 2 * 1024 * 1024;
    private readonly ConcurrentDictionary<string, SegmentedStore> _devices = new(StringComparer.Ordinal);
    private readonly SegmentedStore _names = new(state, "servicebroker.outboxes");

    /// <summary>Stores the copies durably; one that is there already is replaced, so a repeated delivery stores nothing twice.</summary>
    /// <returns>The position in the delivery of the first one that is not stored, or <see cref="int.MaxValue"/>.</returns>
    public async Task<int> AddAsync(IReadOnlyList<RemoteKanban> kanbans)
    {
        var firstFailed = int.MaxValue;
        foreach (var group in kanbans.GroupBy(k => k.Device))
        {
            foreach (var part in Parts(group))
            {
                try
                {
                    await RememberAsync(group.Key);
                    await Device(group.Key).AddAsync([.. part.Select(k => (k.Kanban.Id, Document(k)))], CancellationToken.None);
                }
                catch (RpcException e)
                {
                    Log.NotStored(logger, part.Count, group.Key, e.Status.Detail);
                    firstFailed = Math.Min(firstFailed, part[0].Index);
                    break;
                }
            }
        }

        return firstFailed;
    }

    /// <summary>Every device that something was ever stored for, also one that the project does not name any more.</summary>
    public Task<IReadOnlyList<string>> ListDevicesAsync(CancellationToken ct) => _names.ListAsync(ct);

    /// <summary>What waits for one device, oldest first.</summary>
    public async Task<IReadOnlyList<OutboxItem>> ListAsync(string device, int limit, CancellationToken ct)
    {
        var store = Device(device);
        var ids = await store.ListAsync(ct);
        var items = await store.ReadAsync([.. ids.Take(limit)], ct);
        return [.. items.Select(i => JsonSerializer.Deserialize(i.Document, OutboxJson.Default.OutboxItem)!)];
    }

    /// <summary>How many wait for one device.</summary>
    public Task<int> CountAsync(string device, CancellationToken ct) => Device(device).CountAsync(ct);

    public void Dispose()
    {
        _names.Dispose();
        foreach (var store in _devices.Values)
        {
            store.Dispose();
        }
    }

    private static IEnumerable<List<RemoteKanban>> Parts(IEnumerable<RemoteKanban> kanbans)
    {
        var (part, size) = (new List<RemoteKanban>(), 0);
        foreach (var kanban in kanbans)
        {
            size += kanban.Kanban.Data.Length + 1024;
            if (size > MaxCallBytes && part.Count > 0)
            {
                yield return part;
                (part, size) = ([], kanban.Kanban.Data.Length + 1024);
            }

            part.Add(kanban);
        }

        yield return part;
    }

    private SegmentedStore Device(string device) =>
        _devices.GetOrAdd(device, name => new SegmentedStore(state, "servicebroker.outbox." + Uri.EscapeDataString(name)));

    private async Task RememberAsync(string device)
    {
        if (!(await _names.ListAsync(CancellationToken.None)).Contains(device))
        {
            await _names.AddAsync([(device, JsonSerializer.SerializeToUtf8Bytes(device))], CancellationToken.None);
        }
    }

    private byte[] Document(in RemoteKanban kanban)
    {
        var buffer = new ArrayBufferWriter<byte>(1024 + kanban.Kanban.Data.Length);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("id"u8, kanban.Kanban.Id);
        json.WriteString("device"u8, kanban.Device);
        json.WriteString("service"u8, kanban.Kanban.Service);
        json.WriteNumber("number"u8, kanban.Kanban.ProcessNumber);
        json.WriteString("storedAt"u8, time.GetUtcNow());
        json.WritePropertyName("event"u8);
        json.WriteRawValue(kanban.Kanban.ToArray());
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
