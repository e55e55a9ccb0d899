using Aion.ServiceBroker.Lifecycle.Machine;
using Grpc.Core;

namespace Aion.ServiceBroker.Lifecycle.Workflows;

/// <summary>Brings the signals of one instance to its workflow, in order, until it has handled them.</summary>
internal sealed class SignalSender
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private readonly string _service;
    private readonly int _number;
    private readonly IInstanceWorkflows _workflows;
    private readonly ISignalledInstances _instances;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationToken _stop;
    private readonly SignalBuffer _signals;
    private volatile bool _exists;
    private int _unchecked;

    /// <param name="service">The instance's service.</param>
    /// <param name="number">Its process number.</param>
    /// <param name="workflows">Where the signals go.</param>
    /// <param name="instances">Knows what the workflow has handled, and with what it begins again if it is gone.</param>
    /// <param name="nextOrder">Gives the places of the signals.</param>
    /// <param name="time">Clock.</param>
    /// <param name="logger">Log.</param>
    /// <param name="stop">Cancelled when the broker stops.</param>
    public SignalSender(
        string service, int number, IInstanceWorkflows workflows, ISignalledInstances instances, Func<long> nextOrder, TimeProvider time, ILogger logger,
        CancellationToken stop)
    {
        (_service, _number, _workflows, _instances, _time, _logger, _stop) = (service, number, workflows, instances, time, logger, stop);
        // On the pool: the caller may be the turn of a workflow.
        _signals = new SignalBuffer(nextOrder, () => Drained = Task.Run(DrainAsync, CancellationToken.None));
    }

    /// <summary>Completes when everything that was handed over so far has been sent or was given up.</summary>
    public Task Drained { get; private set; } = Task.CompletedTask;

    private long? Handled => _instances.HandledOf(_service, _number);

    public void Send(InstanceSignal signal) => _signals.Add(signal);

    /// <summary>
    /// Looks whether the workflow still is there after what was sent since the last look: a signal that it cannot take makes it
    /// fail, and nobody is told of that. Begins it again if it is gone, with what it did not come to.
    /// </summary>
    public async Task CheckAsync()
    {
        if (Interlocked.Exchange(ref _unchecked, 0) == 0)
        {
            return;
        }

        if (!await LivesAsync())
        {
            BeginAgain([]);
        }
        else if (_signals.Unhandled(Handled ?? long.MaxValue).Count > 0)
        {
            Volatile.Write(ref _unchecked, 1);
        }
    }

    /// <summary>The instance is a new one: what was sent so far was for one that was taken away.</summary>
    public void BeginInstance()
    {
        _signals.TakeUnhandled(long.MaxValue);
        _exists = false;
    }

    private async Task<bool> LivesAsync()
    {
        try
        {
            return (await _workflows.FindAsync(_service, _number, _stop)).Lives;
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
        while (!_stop.IsCancellationRequested && _signals.Take() is { } batch)
        {
            try
            {
                await SendAsync(batch);
                pause = FirstPause;
                continue;
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (RpcException e)
            {
                Log.SignalWaits(_logger, _service, _number, e.Status.Detail);
                _signals.AddFirst(batch);
            }
            catch (Exception e)
            {
                Log.SignalNotSent(_logger, _service, _number, e);
                _signals.AddFirst(batch);
            }

            await Task.Delay(pause, _time, _stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task SendAsync(IReadOnlyList<InstanceSignal> batch)
    {
        if (!_exists && await _workflows.FindAsync(_service, _number, _stop) is { Lives: false } trace)
        {
            var state = _instances.MemoryOf(_service, _number)?.State ?? trace.Left ?? LifecycleState.New(_service, _number, _time.GetUtcNow());
            await _workflows.StartAsync(state, batch, _stop);
        }
        else if (!await _workflows.RaiseAsync(_service, _number, batch, _stop))
        {
            BeginAgain(batch);
            return;
        }

        _exists = true;
        _signals.NoteSent(batch);
        Volatile.Write(ref _unchecked, 1);
    }

    // One whose instance is not known any more is not missed, nor is what was sent to it.
    private void BeginAgain(IReadOnlyList<InstanceSignal> unsent)
    {
        if (Handled is not { } handled)
        {
            if (unsent.Count > 0)
            {
                Log.SignalLost(_logger, _service, _number, unsent[0].Kind);
            }

            return;
        }

        Log.WorkflowRevived(_logger, _service, _number);
        _exists = false;
        _signals.AddFirst([.. _instances.MemoryOf(_service, _number)?.Backlog ?? [], .. _signals.TakeUnhandled(handled), .. unsent]);
    }
}
