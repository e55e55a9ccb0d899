using System.Text.Json;
using Aion.ServiceBroker.State;

namespace Aion.ServiceBroker.Routing;

/// <summary>
/// The instances that subscribed their queue themselves under some project, and whose queues were not emptied since:
/// <c>servicebroker.subscribers</c>, a JSON array of <c>service-%03d</c>.
/// </summary>
internal sealed class SubscriberQueueList(BrokerState state) : IDisposable
{
    private const string Key = "servicebroker.subscribers";
    private readonly SemaphoreSlim _turn = new(1);
    private HashSet<string>? _known;

    /// <summary>Adds instances. Returns all there are.</summary>
    /// <exception cref="Grpc.Core.RpcException">Nothing was stored.</exception>
    public Task<string[]> AddAsync(IReadOnlyCollection<string> names, CancellationToken ct) => ChangeAsync(known => known.UnionWith(names), ct);

    /// <summary>Forgets an instance whose queue is empty.</summary>
    /// <exception cref="Grpc.Core.RpcException">It is still known.</exception>
    public Task RemoveAsync(string name, CancellationToken ct) => ChangeAsync(known => known.Remove(name), ct);

    public void Dispose() => _turn.Dispose();

    private async Task<string[]> ChangeAsync(Action<HashSet<string>> change, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            _known ??= [.. (await state.GetAsync(Key, ct)).Value is { } json ? JsonSerializer.Deserialize<string[]>(json) ?? [] : []];
            var next = new HashSet<string>(_known, StringComparer.Ordinal);
            change(next);
            string[] names = [.. next.Order(StringComparer.Ordinal)];
            if (!next.SetEquals(_known))
            {
                await state.TransactAsync([new StateChange(Key, JsonSerializer.SerializeToUtf8Bytes(names))], ct);
                _known = next;
            }

            return names;
        }
        finally
        {
            _turn.Release();
        }
    }
}
