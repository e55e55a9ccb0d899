using System.Collections.Concurrent;

namespace Aion.ServiceBroker.Cluster.Nodes;

/// <summary>Saves what changed about nodes, at most once a second: a master that is killed shows them as they were then.</summary>
internal sealed class NodeSaver(NodeTable nodes, NodeStore store, TimeProvider time, ILogger<NodeSaver> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, bool> _changed = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _wake = new(0, 1);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        nodes.Changed += Note;
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        nodes.Changed -= Note;
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await _wake.WaitAsync(stoppingToken);
                await SaveAsync(stoppingToken);
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    // A heartbeat alone is not worth a write.
    private void Note(Node before, Node after)
    {
        if (before != after with { LastHeartbeat = before.LastHeartbeat, Load = before.Load, Connected = before.Connected, ReportedAt = before.ReportedAt })
        {
            _changed[after.Name] = true;
            Wake();
        }
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    private async Task SaveAsync(CancellationToken ct)
    {
        var names = _changed.Keys.Where(name => _changed.TryRemove(name, out _)).ToArray();
        try
        {
            await store.SaveAsync([.. names.Select(nodes.Find).OfType<Node>()], ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Log.NodesNotSaved(logger, ProblemText.Of(e));
            Array.ForEach(names, name => _changed[name] = true);
            Wake();
        }
    }
}
