using System.Collections.Concurrent;
using Aion.ServiceBroker.Lifecycle.Machine;

namespace Aion.ServiceBroker.Lifecycle.Workflows;

/// <summary>The senders of all instances. An idle one costs nothing but its place.</summary>
internal sealed class SignalSenders(IInstanceWorkflows workflows, TimeProvider time, ILogger<SignalSenders> logger) : IDisposable
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(3);
    private readonly ConcurrentDictionary<(string Service, int Number), SignalSender> _senders = [];
    private readonly CancellationTokenSource _stop = new();
    private long _order;

    /// <summary>Set by who knows the instances, before the first is opened.</summary>
    public ISignalledInstances? Instances { get; set; }

    /// <summary>Looks after the workflows that were sent something since the last call; none is waited for that cannot be reached.</summary>
    public async Task CheckAsync()
    {
        foreach (var sender in _senders.Values)
        {
            await sender.CheckAsync();
        }
    }

    /// <summary>Hands a signal to an instance; makes it known, and its workflow too, when it is not yet.</summary>
    public void Open(string service, int number, InstanceSignal signal)
    {
        var sender = _senders.GetOrAdd(
            (service, number),
            key => new SignalSender(
                key.Service, key.Number, workflows, Instances!, () => Interlocked.Increment(ref _order), time, logger, _stop.Token));
        if (signal.Kind == SignalKind.Reconcile)
        {
            sender.BeginInstance();
        }

        sender.Send(signal);
    }

    /// <summary>Hands a signal to an instance; nothing happens when it is not known.</summary>
    public void Raise(string service, int number, InstanceSignal signal)
    {
        if (_senders.TryGetValue((service, number), out var sender))
        {
            sender.Send(signal);
        }
    }

    /// <summary>Completes when the sidecar has what was handed to the instance so far.</summary>
    public Task SentAsync(string service, int number) => _senders.GetValueOrDefault((service, number))?.Drained ?? Task.CompletedTask;

    /// <summary>Its service was taken away and it has ended.</summary>
    public void Close(string service, int number) => _senders.TryRemove((service, number), out _);

    /// <summary>Sends what is left, for a moment at most: the sidecar may be gone already.</summary>
    public async Task StopAsync()
    {
        await Task.WhenAny(Task.WhenAll(_senders.Values.Select(s => s.Drained)), Task.Delay(DrainLimit, time));
        await _stop.CancelAsync();
    }

    public void Dispose() => _stop.Dispose();
}
