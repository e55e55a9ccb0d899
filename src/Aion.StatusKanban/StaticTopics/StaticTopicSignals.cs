namespace Aion.StatusKanban.StaticTopics;

/// <summary>Wakes the readers of a static topic when it is changed here. A reader that ends leaves nothing behind.</summary>
internal sealed class StaticTopicSignals(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<ChangeSignal>> _readers = [];

    /// <summary>A signal that is set at every change of the topic from now on; end it with <see cref="Unwatch"/>.</summary>
    public ChangeSignal Watch(string topic)
    {
        var signal = new ChangeSignal(time);
        lock (_gate)
        {
            if (!_readers.TryGetValue(topic, out var readers))
            {
                _readers.Add(topic, readers = []);
            }

            readers.Add(signal);
        }

        return signal;
    }

    /// <summary>The reader is gone.</summary>
    public void Unwatch(string topic, ChangeSignal signal)
    {
        lock (_gate)
        {
            if (_readers.TryGetValue(topic, out var readers) && readers.Remove(signal) && readers.Count == 0)
            {
                _readers.Remove(topic);
            }
        }
    }

    /// <summary>The topic has a new state.</summary>
    public void Changed(string topic)
    {
        lock (_gate)
        {
            foreach (var signal in _readers.GetValueOrDefault(topic) ?? [])
            {
                signal.Set();
            }
        }
    }
}
