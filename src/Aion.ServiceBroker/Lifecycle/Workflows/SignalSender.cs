using Aion.ServiceBroker.Lifecycle.Machine;
using Grpc.Core;

namespace Aion.ServiceBroker.Lifecycle.Workflows;

/// <summary>Brings the signals of one instance to its workflow, in order, until the sidecar has them.</summary>
internal sealed class SignalSender(
    string service, int number, IInstanceWorkflows workflows, TimeProvider time, ILogger logger, CancellationToken stop)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private readonly List<InstanceSignal> _waiting = [];
    private bool _sending;
    private bool _exists;

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
            catch (RpcException e) when (!stop.IsCancellationRequested)
            {
                Log.SignalWaits(logger, service, number, e.Status.Detail);
                GiveBack(batch);
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task SendAsync(List<InstanceSignal> batch)
    {
        if (!_exists && !await workflows.ExistsAsync(service, number, stop))
        {
            await workflows.StartAsync(service, number, batch, stop);
            _exists = true;
            return;
        }

        _exists = true;
        if (!await workflows.RaiseAsync(service, number, batch, stop))
        {
            Log.SignalLost(logger, service, number, batch[0].Kind);
        }
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
