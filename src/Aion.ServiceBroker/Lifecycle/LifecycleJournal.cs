using System.Threading.Channels;
using Aion.Contracts.Events;
using Aion.ServiceBroker.State;

namespace Aion.ServiceBroker.Lifecycle;

/// <summary>Stores and announces what happens to instances and to the project, in order and off everybody's way.</summary>
internal sealed class LifecycleJournal(BrokerState state, LifecycleAnnouncer announcer, TimeProvider time, ILogger<LifecycleJournal> logger)
    : BackgroundService
{
    private const int Held = 4096;
    private const int MostAtOnce = 64;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(3);

    // While the sidecar is away the newest states are worth more than the oldest.
    private readonly Channel<JournalEntry> _changes =
        Channel.CreateBounded<JournalEntry>(new BoundedChannelOptions(Held) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>A change of an instance: what it is now, and the step that is announced; null: the status itself.</summary>
    public void Add(InstanceStatus status, InstanceTransition? step) => _changes.Writer.TryWrite(new JournalEntry(Event(status, step), status));

    /// <summary>A project is in force; it is in the state store already.</summary>
    public void ProjectApplied(long generation) => _changes.Writer.TryWrite(new JournalEntry(
        new LifecycleEvent { Type = LifecycleEvent.ProjectApplied, Time = time.GetUtcNow(), Generation = generation }, null));

    /// <summary>Writes what is left, for a moment at most: the sidecar may be gone already.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _changes.Writer.TryComplete();
        if (ExecuteTask is not null)
        {
            await Task.WhenAny(ExecuteTask, Task.Delay(DrainLimit, time, cancellationToken));
        }

        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _changes.Reader.WaitToReadAsync(stoppingToken))
            {
                var batch = new List<JournalEntry>();
                while (batch.Count < MostAtOnce && _changes.Reader.TryRead(out var entry))
                {
                    batch.Add(entry);
                }

                await WriteAsync(batch, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops and the drain took too long.
        }
    }

    private async Task WriteAsync(List<JournalEntry> batch, CancellationToken ct)
    {
        for (var pause = TimeSpan.FromMilliseconds(50); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                var states = batch.Select(e => e.Status).OfType<InstanceStatus>().GroupBy(s => s.Name).ToArray();
                if (states.Length > 0)
                {
                    await state.TransactAsync(states.Select(g => InstanceStateStore.Change(g.Last())), ct);
                }

                await announcer.AnnounceAsync([.. batch.Select(e => e.Event)], ct);
                return;
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                Log.JournalStuck(logger, ProblemText.Of(e));
                await Task.Delay(pause, time, ct);
            }
        }
    }

    private static LifecycleEvent Event(InstanceStatus status, InstanceTransition? step)
    {
        var state = step?.State ?? status.State;
        return new LifecycleEvent
        {
            Type = LifecycleEvent.Instance,
            Time = step?.At ?? status.Since,
            Service = status.Service,
            Number = status.Number,
            State = state.ToText(),
            ExitCode = state.IsIdle() || state.IsPaused() ? status.LastExitCode : null,
            Reason = step is null ? status.Cause?.Text : step.Cause,
        };
    }
}
