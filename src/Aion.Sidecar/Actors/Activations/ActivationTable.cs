using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Aion.Sidecar.Actors.Hosting;
using Aion.Sidecar.Scheduling;

namespace Aion.Sidecar.Actors.Activations;

/// <summary>The active actors of all hosts, each at most once, and which of them have become idle.</summary>
internal sealed class ActivationTable : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ActorKey, Activation> _activations = new();
    private readonly DueQueue<Activation> _idle;
    private readonly TimeProvider _time;
    private readonly Action<Activation> _onIdle;

    /// <param name="time">The clock.</param>
    /// <param name="onIdle">Gets an actor that nobody called for its time-out; it may have been called since.</param>
    public ActivationTable(TimeProvider time, Action<Activation> onIdle)
    {
        (_time, _onIdle) = (time, onIdle);
        _idle = new DueQueue<Activation>(time, CheckIdle);
    }

    public bool TryGet(ActorKey key, [NotNullWhen(true)] out Activation? activation) => _activations.TryGetValue(key, out activation);

    /// <summary>The actor's activation, in whichever host it is; a new one is made in <paramref name="host"/>.</summary>
    public Activation GetOrAdd(ActorKey key, ActorHost host)
    {
        if (_activations.TryGetValue(key, out var existing))
            return existing;
        var made = new Activation(key, host, host.Types[key.Type]);
        made.Touch(_time.GetUtcNow());
        var activation = _activations.GetOrAdd(key, made);
        if (activation == made)
            _idle.Set(made, made.IdleAt);
        return activation;
    }

    public void Touch(Activation activation) => activation.Touch(_time.GetUtcNow());

    public void Remove(Activation activation)
    {
        _idle.Remove(activation);
        _activations.TryRemove(KeyValuePair.Create(activation.Key, activation));
    }

    public IReadOnlyList<Activation> Of(ActorHost host) => [.. _activations.Values.Where(activation => activation.Host == host)];

    /// <summary>Those that <paramref name="moved"/> says belong elsewhere.</summary>
    public IReadOnlyList<Activation> Where(Func<Activation, bool> moved) => [.. _activations.Values.Where(moved)];

    /// <summary>How many are active, for each type that the host declares.</summary>
    public IReadOnlyDictionary<string, int> Count(ActorHost host)
    {
        var counts = host.Types.Keys.ToDictionary(type => type, _ => 0, StringComparer.Ordinal);
        foreach (var activation in _activations.Values)
        {
            if (activation.Host == host)
                counts[activation.Key.Type]++;
        }

        return counts;
    }

    public ValueTask DisposeAsync() => _idle.DisposeAsync();

    private void CheckIdle(IReadOnlyList<Activation> due)
    {
        // A call only notes its time: moving the entry at every call would cost a lock and a place in the queue each.
        var now = _time.GetUtcNow();
        foreach (var activation in due)
        {
            if (activation.IdleAt > now)
                _idle.Set(activation, activation.IdleAt);
            else
                _onIdle(activation);
        }
    }

    /// <summary>The actor was busy when it should have been idle.</summary>
    public void LookAgain(Activation activation)
    {
        activation.Touch(_time.GetUtcNow());
        _idle.Set(activation, activation.IdleAt);
    }
}
