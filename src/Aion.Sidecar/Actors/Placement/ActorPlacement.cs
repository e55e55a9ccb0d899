using Aion.Sidecar.Actors.Hosting;

namespace Aion.Sidecar.Actors.Placement;

/// <summary>Which host an actor belongs to, among the live hosts of this process that declare its type.</summary>
internal sealed class ActorPlacement(TimeProvider time)
{
    private readonly Lock _gate = new();
    private volatile Dictionary<string, ActorHost[]> _hosts = new(StringComparer.Ordinal);
    private volatile TaskCompletionSource _changed = NewSource();

    public void Add(ActorHost host) => Change(host.Types.Keys, hosts => [.. hosts, host]);

    public void Remove(ActorHost host) => Change(host.Types.Keys, hosts => [.. hosts.Where(other => other != host)]);

    /// <summary>null: no live host declares the type.</summary>
    public ActorHost? Find(ActorKey key)
    {
        if (!_hosts.TryGetValue(key.Type, out var hosts))
            return null;
        if (hosts.Length == 1)
            return hosts[0];
        return hosts.MaxBy(host => ActorHash.Score(host.AppId, key));
    }

    /// <summary>As <see cref="Find"/>, but waits for a host to come.</summary>
    /// <param name="key">The actor.</param>
    /// <param name="lost">A host that could not be reached: it is not an answer. null: any is.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellationToken">Ends the wait with an exception.</param>
    public async ValueTask<ActorHost?> FindAsync(ActorKey key, ActorHost? lost, TimeSpan patience, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var changed = _changed.Task;
            if (Find(key) is { } host && host != lost)
                return host;
            var left = patience - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
                return null;
            try
            {
                await changed.WaitAsync(left, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                return null;
            }
        }
    }

    private void Change(IEnumerable<string> types, Func<ActorHost[], ActorHost[]> change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            var hosts = new Dictionary<string, ActorHost[]>(_hosts, StringComparer.Ordinal);
            foreach (var type in types)
            {
                var changedHosts = change(hosts.GetValueOrDefault(type, []));
                if (changedHosts.Length == 0)
                    hosts.Remove(type);
                else
                    hosts[type] = changedHosts;
            }

            _hosts = hosts;
            (changed, _changed) = (_changed, NewSource());
        }

        changed.SetResult();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
