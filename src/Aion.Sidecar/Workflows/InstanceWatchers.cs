namespace Aion.Sidecar.Workflows;

/// <summary>Wakes those who wait for an instance to change.</summary>
internal sealed class InstanceWatchers
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);

    /// <summary>Completes with the next change. Ask for it before looking at the instance, and await it after.</summary>
    public Task NextChange(string id)
    {
        lock (_gate)
        {
            if (!_waiting.TryGetValue(id, out var source))
                _waiting.Add(id, source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            return source.Task;
        }
    }

    public void Changed(string id)
    {
        lock (_gate)
        {
            if (_waiting.Remove(id, out var source))
                source.TrySetResult();
        }
    }
}
