using System.Text.Json;
using System.Text.Json.Serialization;
using Aion.Contracts.Events;
using Aion.Contracts.State;
using Aion.StatusKanban.State;

namespace Aion.StatusKanban.Queues;

/// <summary>
/// Every queue in which kanbans may lie: declared by some project since, and not emptied after its removal. In the state store,
/// as a removal may come while the app is down. For one caller at a time.
/// </summary>
internal sealed partial class KnownQueues(StateStore state)
{
    private HashSet<QueueKey>? _known;

    /// <summary>Adds queues before they are used. Returns all there are.</summary>
    /// <exception cref="Grpc.Core.RpcException">Nothing was stored.</exception>
    public async Task<IReadOnlySet<QueueKey>> AddAsync(IReadOnlySet<QueueKey> declared, CancellationToken ct)
    {
        _known ??= Parse((await state.GetAsync(StateKeys.Queues, ct)).Data.Span);
        if (!declared.IsSubsetOf(_known))
        {
            await SaveAsync([.. _known, .. declared], ct);
        }

        return _known;
    }

    /// <summary>Forgets a queue in which nothing lies.</summary>
    /// <exception cref="Grpc.Core.RpcException">It is still known.</exception>
    public Task RemoveAsync(QueueKey key, CancellationToken ct) => SaveAsync([.. (_known ?? []).Where(known => known != key)], ct);

    private async Task SaveAsync(HashSet<QueueKey> queues, CancellationToken ct)
    {
        var names = queues.Select(queue => queue.ToString()).Order(StringComparer.Ordinal).ToArray();
        await state.SaveAsync([(StateKeys.Queues, JsonSerializer.SerializeToUtf8Bytes(names, Json.Default.StringArray))], ct);
        _known = queues;
    }

    private static HashSet<QueueKey> Parse(ReadOnlySpan<byte> json)
    {
        var queues = new HashSet<QueueKey>();
        foreach (var name in json.IsEmpty ? [] : JsonSerializer.Deserialize(json, Json.Default.StringArray) ?? [])
        {
            if (InstanceName.TryParse(name, out var service, out var number))
            {
                queues.Add(new QueueKey(service, number));
            }
        }

        return queues;
    }

    [JsonSerializable(typeof(string[]))]
    private sealed partial class Json : JsonSerializerContext;
}
