using System.Threading.Channels;
using Aion.Contracts.Clusterpb;
using Aion.ServiceBroker.Projects;

namespace Aion.ServiceBroker.Cluster.Worker;

/// <summary>
/// Puts the master's orders in force, one after the other and off the link, which has to stay alive meanwhile. What is in force
/// is stored as this broker's own project, so that it runs again without the master.
/// </summary>
internal sealed class WorkerOrders(
    ProjectApplier applier, OrderReader reader, WorkerStore store, WorkerState state, TimeProvider time, ILogger<WorkerOrders> logger) : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    // Only the newest one counts.
    private readonly Channel<Apply> _orders = Channel.CreateBounded<Apply>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    public void Submit(Apply order) => _orders.Writer.TryWrite(order);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var order in _orders.Reader.ReadAllAsync(stoppingToken))
            {
                var pause = TimeSpan.FromMilliseconds(200);
                while (!await TryTakeAsync(order, stoppingToken) && !_orders.Reader.TryPeek(out _))
                {
                    await Task.Delay(pause, time, stoppingToken);
                    pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                }
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    // False: it is worth another try.
    private async Task<bool> TryTakeAsync(Apply order, CancellationToken ct)
    {
        var generation = order.Order?.Generation ?? 0;
        if (order.Order is not null && generation < state.Record.Generation)
        {
            // The fence: an order that was overtaken, or a master that was set back to an older state.
            Refuse(generation, $"it is older than generation {state.Record.Generation}, which is in force");
            return true;
        }

        if (order.Order is { Fingerprint: var print } && !PeerText.IsToken(print))
        {
            Refuse(generation, "its fingerprint is none: at most 128 visible characters of ASCII");
            return true;
        }

        if (reader.Read(order, out var problem) is not ({ } project, { } directory))
        {
            Refuse(generation, problem);
            return true;
        }

        try
        {
            await applier.ApplyAsync(project, directory, null, force: false, ct);
            var record = state.Record with { Generation = generation, Fingerprint = order.Order?.Fingerprint ?? "" };
            await store.SaveAsync(record, ct);
            state.Use(record);
            Log.OrderInForce(logger, generation, project.Services.Count);
            return true;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Refuse(generation, "the order could not be stored: " + ProblemText.Of(e));
            return false;
        }
    }

    private void Refuse(long generation, string problem)
    {
        if (state.Problem != problem)
        {
            Log.OrderRefused(logger, generation, problem);
        }

        state.Failed(problem);
    }
}
