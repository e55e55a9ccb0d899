namespace Aion.StatusKanban.Queues;

/// <summary>
/// All queues: those that are subscribed, see <see cref="DeclaredQueues"/>, and those that only a client waits for. A queue with
/// neither leaves nothing behind.
/// </summary>
internal sealed class QueueRegistry
{
    private readonly Lock _gate = new();
    private readonly Dictionary<QueueKey, KanbanQueue> _queues = [];
    private readonly HashSet<QueueKey> _kept = [];
    private readonly QueueContext _context;
    private readonly IHostApplicationLifetime _lifetime;

    public QueueRegistry(QueueContext context, IHostApplicationLifetime lifetime)
    {
        (_context, _lifetime) = (context, lifetime);
        context.Metrics.ObserveHeld(() => Queues.Sum(queue => queue.Count));
    }

    /// <summary>A copy of the list, ordered by name.</summary>
    public IReadOnlyList<KanbanQueue> Queues
    {
        get
        {
            lock (_gate)
            {
                return [.. _queues.Values.OrderBy(queue => queue.Key.Service, StringComparer.Ordinal).ThenBy(queue => queue.Key.Number)];
            }
        }
    }

    /// <summary>Whether the queue is subscribed.</summary>
    public bool IsKept(QueueKey key)
    {
        lock (_gate)
        {
            return _kept.Contains(key);
        }
    }

    /// <summary>The queue, if there is one.</summary>
    public KanbanQueue? Find(QueueKey key)
    {
        lock (_gate)
        {
            return _queues.GetValueOrDefault(key);
        }
    }

    /// <summary>The queue, which stays until <see cref="Release"/> whether it has clients or not.</summary>
    public KanbanQueue Keep(QueueKey key)
    {
        lock (_gate)
        {
            _kept.Add(key);
            return GetOrAdd(key);
        }
    }

    /// <summary>The queue goes when its last client goes.</summary>
    public void Release(QueueKey key)
    {
        lock (_gate)
        {
            _kept.Remove(key);
            RemoveIfUnused(key);
        }
    }

    /// <summary>A new client of the queue; the queue is made if it is missing. End it with <see cref="Detach"/>.</summary>
    public QueueConsumer Attach(QueueKey key, bool explicitAnswers)
    {
        lock (_gate)
        {
            return GetOrAdd(key).Attach(explicitAnswers);
        }
    }

    /// <summary>Gives back what the client held and forgets it.</summary>
    public void Detach(QueueKey key, QueueConsumer consumer)
    {
        // A client that the app sends away did not die of what it has.
        consumer.CountsAttempts &= !_lifetime.ApplicationStopping.IsCancellationRequested;
        lock (_gate)
        {
            consumer.Dispose();
            RemoveIfUnused(key);
        }
    }

    private KanbanQueue GetOrAdd(QueueKey key)
    {
        if (!_queues.TryGetValue(key, out var queue))
        {
            _queues.Add(key, queue = new KanbanQueue(key, _context));
        }

        return queue;
    }

    private void RemoveIfUnused(QueueKey key)
    {
        if (_queues.TryGetValue(key, out var queue) && queue.Consumers == 0 && !_kept.Contains(key))
        {
            _queues.Remove(key);
            queue.Dispose();
        }
    }
}
