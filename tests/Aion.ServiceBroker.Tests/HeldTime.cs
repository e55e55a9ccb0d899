namespace Aion.ServiceBroker.Tests;

/// <summary>The time of the system, but for timers of one length: these fire when a test says so.</summary>
/// <param name="length">What the held timers are set to.</param>
internal sealed class HeldTime(TimeSpan length) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<HeldTimer> _held = [];

    /// <summary>How many of them wait to be released.</summary>
    public int Held
    {
        get
        {
            lock (_gate)
            {
                return _held.Count;
            }
        }
    }

    /// <summary>Their time is over.</summary>
    public void Release()
    {
        HeldTimer[] due;
        lock (_gate)
        {
            due = [.. _held];
            _held.Clear();
        }

        foreach (var timer in due)
        {
            timer.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != length)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        var timer = new HeldTimer(this, () => callback(state));
        lock (_gate)
        {
            _held.Add(timer);
        }

        return timer;
    }

    private void Forget(HeldTimer timer)
    {
        lock (_gate)
        {
            _held.Remove(timer);
        }
    }

    private sealed class HeldTimer(HeldTime time, Action fire) : ITimer
    {
        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException("A held timer is set once.");

        public void Dispose() => time.Forget(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
