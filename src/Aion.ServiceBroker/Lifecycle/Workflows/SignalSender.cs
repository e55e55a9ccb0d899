using Aion.ServiceBroker.Lifecycle.Machine;
using Grpc.Core;

namespace Aion.ServiceBroker.Lifecycle.Workflows;

/// <summary>Brings the signals of one instance to its workflow, in order, until the sidecar has them.</summary>
/// <param name="service">The instance's service.</param>
/// <param name="number">Its process number.</param>
/// <param name="workflows">Where the signals go.</param>
/// <param name="revive">With what its workflow begins again if it is gone; null: the instance is gone, too.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
/// <param name="stop">Cancelled when the broker stops.</param>
internal sealed class SignalSender(
    string service, int number, IInstanceWorkflows workflows, Func<string, int, WorkflowMemory?> revive, TimeProvider time, ILogger logger,
    CancellationToken stop)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private readonly List<InstanceSignal> _waiting = [];
    private bool _sending;
    private volatile bool _exists;
    private int _unchecked;

    /// <summary>Completes when everything that was handed over so far has been sent or was given up.</summary>
    public Task Drained { get; private set; } = Task.CompletedTask;

    public void Send(InstanceSignal signal)
    {
        lock (_gate)
        {
            _waiting.Add(signal);
            if (!_sending)
            {
                _sending = true;
                // On the pool: the caller may be the turn of a workflow.
                Drained = Task.Run(DrainAsync, CancellationToken.None);
            }
        }
    }

    /// <summary>
    /// Looks whether the workflow still is there after what was sent since the last look: a signal that it cannot take makes it
    /// fail, and nobody is told of that. Begins it again if it is gone.
    /// </summary>
    public async Task CheckAsync()
    {
        if (Interlocked.Exchange(ref _unchecked, 0) == 0 || await LivesAsync())
        {
            return;
        }

        if (revive(service, number) is { } memory)
        {
            Log.WorkflowRevived(logger, service, number);
            _exists = false;
            foreach (var signal in memory.Backlog)
            {
                Send(signal);
            }
        }
    }

    /// <summary>The instance is a new one: the workflow that was sent to so far was of one that was taken away.</summary>
    public void LookAgain() => _exists = false;

    private async Task<bool> LivesAsync()
    {
        try
        {
            return (await workflows.FindAsync(service, number, stop)).Lives;
        }
        catch
        {
            Volatile.Write(ref _unchecked, 1);
            throw;
        }
    }

    private async Task DrainAsync()
    {
        var pause = FirstPause;
        while (Take() is { } batch)
        {
            try
            {
                await SendAsync(batch);
                pause = FirstPause;
                continue;
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (RpcException e)
            {
                Log.SignalWaits(logger, service, number, e.Status.Detail);
                GiveBack(batch);
            }
            catch (Exception e)
            {
                Log.SignalNotSent(logger, service, number, e);
                GiveBack(batch);
            }

            await Task.Delay(pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task SendAsync(List<InstanceSignal> batch)
    {
        if (!_exists && await workflows.FindAsync(service, number, stop) is { Lives: false } trace)
        {
            await StartAsync(revive(service, number)?.State ?? trace.Left ?? LifecycleState.New(service, number, time.GetUtcNow()), batch);
            return;
        }

        _exists = true;
        if (await workflows.RaiseAsync(service, number, batch, stop))
        {
            Volatile.Write(ref _unchecked, 1);
            return;
        }

        if (revive(service, number) is not { } memory)
        {
            Log.SignalLost(logger, service, number, batch[0].Kind);
            return;
        }

        Log.WorkflowRevived(logger, service, number);
        await StartAsync(memory.State, [.. memory.Backlog, .. batch]);
    }

    private async Task StartAsync(LifecycleState state, IReadOnlyList<InstanceSignal> signals)
    {
        await workflows.StartAsync(state, signals, stop);
        _exists = true;
        Volatile.Write(ref _unchecked, 1);
    }

    private List<InstanceSignal>? Take()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0 || stop.IsCancellationRequested)
            {
                _sending = false;
                return null;
            }

            List<InstanceSignal> batch = [.. _waiting];
            _waiting.Clear();
            return batch;
        }
    }

    private void GiveBack(List<InstanceSignal> batch)
    {
        lock (_gate)
        {
            _waiting.InsertRange(0, batch);
        }
    }
}
