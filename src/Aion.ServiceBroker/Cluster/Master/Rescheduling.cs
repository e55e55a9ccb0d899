using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.Cluster.Settings;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Cluster.Master;

/// <summary>Moves services of lost nodes whose project says <c>reschedule: after …</c>, when that time has passed.</summary>
internal sealed class Rescheduling(
    ClusterState cluster, NodeTable nodes, MasterDistribution distribution, IOptions<ClusterOptions> options, TimeProvider time,
    ILogger<Rescheduling> logger) : BackgroundService
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private readonly SemaphoreSlim _wake = new(0, 1);

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    /// <summary>The services of a lost node that are due, and when the next one is.</summary>
    /// <param name="record">Where they are.</param>
    /// <param name="node">The node.</param>
    /// <param name="notBefore">Until then it may come back to a master that was away itself.</param>
    /// <param name="now">The time.</param>
    internal static (IReadOnlyList<string> Due, DateTimeOffset? Next) DueOf(
        ClusterRecord record, Node node, DateTimeOffset notBefore, DateTimeOffset now)
    {
        if (node.State != NodeState.Lost)
        {
            return ([], null);
        }

        var moments = record.Project.Services
            .Where(s => s is { Reschedule: not null, TargetNode: null } && record.Places.GetValueOrDefault(s.Label) == node.Name)
            .Select(s => (s.Label, At: node.Since + s.Reschedule!.Value))
            .Select(m => m.At < notBefore ? (m.Label, At: notBefore) : m).ToArray();
        var later = moments.Where(m => m.At > now).Select(m => (DateTimeOffset?)m.At).Min();
        return ([.. moments.Where(m => m.At <= now).Select(m => m.Label)], later);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        cluster.Changed += Wake;
        nodes.Changed += WakeOnState;
        try
        {
            await cluster.Loaded.WaitAsync(stoppingToken);
            while (true)
            {
                await _wake.WaitAsync(await MoveAsync(stoppingToken), stoppingToken);
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        finally
        {
            cluster.Changed -= Wake;
            nodes.Changed -= WakeOnState;
        }
    }

    // How long there is nothing to do.
    private async Task<TimeSpan> MoveAsync(CancellationToken ct)
    {
        var wait = Longest;
        foreach (var node in nodes.All)
        {
            var (due, next) = DueOf(cluster.Current, node, nodes.StartedAt + options.Value.Deadline, time.GetUtcNow());
            if (due.Count > 0 && !await TryMoveAsync(node, due, ct))
            {
                wait = wait < RetryPause ? wait : RetryPause;
            }

            var rest = next - time.GetUtcNow() ?? Longest;
            wait = rest < wait ? rest : wait;
        }

        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private async Task<bool> TryMoveAsync(Node lost, IReadOnlyList<string> labels, CancellationToken ct)
    {
        try
        {
            var moved = await distribution.MoveAsync(lost.Name, labels, ct);
            foreach (var group in moved.GroupBy(m => m.Value))
            {
                Log.Moved(logger, string.Join(", ", group.Select(m => m.Key)), lost.Name, lost.Since, group.Key);
            }

            return moved.Count > 0;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Log.NotMoved(logger, lost.Name, ProblemText.Of(e));
            return false;
        }
    }

    private void WakeOnState(Node before, Node after)
    {
        if (before.State != after.State)
        {
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
            // It will look anyway.
        }
    }
}
