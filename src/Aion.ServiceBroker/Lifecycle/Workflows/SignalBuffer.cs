using Aion.ServiceBroker.Lifecycle.Machine;

namespace Aion.ServiceBroker.Lifecycle.Workflows;

/// <summary>
/// The signals of one instance in their order: those that wait for the sidecar, and those that it has but that the workflow may
/// not have handled. Should the workflow be lost, they are sent to the next one.
/// </summary>
/// <param name="nextOrder">Gives the places of the signals.</param>
/// <param name="drain">Called under the lock when there is something to send and nobody is at it.</param>
internal sealed class SignalBuffer(Func<long> nextOrder, Action drain)
{
    private readonly Lock _gate = new();
    private readonly List<InstanceSignal> _waiting = [];
    private readonly List<InstanceSignal> _sent = [];
    private bool _draining;

    /// <summary>Adds one behind all others.</summary>
    public void Add(InstanceSignal signal)
    {
        lock (_gate)
        {
            _waiting.Add(signal with { Order = nextOrder() });
            Drain();
        }
    }

    /// <summary>Everything that waits; null: nothing does, and the sending is over.</summary>
    public IReadOnlyList<InstanceSignal>? Take()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _draining = false;
                return null;
            }

            InstanceSignal[] batch = [.. _waiting];
            _waiting.Clear();
            return batch;
        }
    }

    /// <summary>The sidecar has these.</summary>
    public void NoteSent(IReadOnlyList<InstanceSignal> batch)
    {
        lock (_gate)
        {
            _sent.AddRange(batch);
        }
    }

    /// <summary>What the sidecar had and nobody has handled. What was handled is forgotten.</summary>
    /// <param name="handled">Place of the last signal that was.</param>
    public IReadOnlyList<InstanceSignal> Unhandled(long handled)
    {
        lock (_gate)
        {
            _sent.RemoveAll(signal => signal.Order <= handled);
            return [.. _sent];
        }
    }

    /// <summary>Takes everything that nobody has handled out, for the workflow that begins in the place of a lost one.</summary>
    /// <inheritdoc cref="Unhandled"/>
    public IReadOnlyList<InstanceSignal> TakeUnhandled(long handled)
    {
        lock (_gate)
        {
            var unhandled = Unhandled(handled);
            _sent.Clear();
            return unhandled;
        }
    }

    /// <summary>Puts signals before all others.</summary>
    public void AddFirst(IReadOnlyList<InstanceSignal> signals)
    {
        lock (_gate)
        {
            _waiting.InsertRange(0, signals);
            Drain();
        }
    }

    private void Drain()
    {
        if (!_draining && _waiting.Count > 0)
        {
            _draining = true;
            drain();
        }
    }
}
