namespace Aion.Sidecar.Workflows;

/// <summary>Wakes those who wait for an instance to change. An instance that nobody waits for takes no place here.</summary>
internal sealed class InstanceWatchers
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Watched> _watched = new(StringComparer.Ordinal);

    /// <summary>Watches the instance until it is disposed.</summary>
    public Watch Begin(string id)
    {
        lock (_gate)
        {
            if (!_watched.TryGetValue(id, out var watched))
                _watched.Add(id, watched = new Watched());
            watched.Watchers++;
            return new Watch(this, id, watched);
        }
    }

    public void Changed(string id)
    {
        lock (_gate)
        {
            if (!_watched.TryGetValue(id, out var watched))
                return;
            watched.Change.TrySetResult();
            watched.Change = NewChange();
        }
    }

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>One who waits.</summary>
    public readonly struct Watch(InstanceWatchers owner, string id, Watched watched) : IDisposable
    {
        /// <summary>Completes with the next change. Ask for it before looking at the instance, and await it after.</summary>
        public Task NextChange()
        {
            lock (owner._gate)
                return watched.Change.Task;
        }

        public void Dispose()
        {
            lock (owner._gate)
            {
                if (--watched.Watchers == 0)
                    owner._watched.Remove(id);
            }
        }
    }

    /// <summary>An instance that somebody waits for. Guarded by the owner.</summary>
    public sealed class Watched
    {
        public int Watchers { get; set; }

        public TaskCompletionSource Change { get; set; } = NewChange();
    }
}
