using Aion.StatusKanban.State;
using DaprApi = Dapr.Client.Autogen.Grpc.v1.Dapr;

namespace Aion.StatusKanban.Queues;

/// <summary>
/// All queues: those that the project declares, each with its subscription, and those that only a client waits for. A queue with
/// neither leaves nothing behind.
/// </summary>
internal sealed class QueueRegistry : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<QueueKey, KanbanQueue> _queues = [];
    private readonly Dictionary<QueueKey, QueueSubscription> _subscriptions = [];
    private readonly QueueContext _context;
    private readonly Func<KanbanQueue, QueueSubscription> _subscribe;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger _logger;

    public QueueRegistry(
        QueueContext context, DaprApi.DaprClient dapr, StateStore state, IHostApplicationLifetime lifetime, ILoggerFactory loggers)
    {
        (_context, _lifetime) = (context, lifetime);
        _logger = loggers.CreateLogger<QueueRegistry>();
        var logger = loggers.CreateLogger<QueueSubscription>();
        _subscribe = queue => new QueueSubscription(queue, dapr, state, context.Time, logger);
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

    /// <summary>Whether the project declares the queue.</summary>
    public bool IsDeclared(QueueKey key)
    {
        lock (_gate)
        {
            return _subscriptions.ContainsKey(key);
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

    /// <summary>
    /// Starts to subscribe what is newly declared, and ends the subscriptions of what is not declared any more.
    /// </summary>
    public async Task DeclareAsync(IReadOnlySet<QueueKey> declared)
    {
        List<QueueSubscription> removed = [];
        lock (_gate)
        {
            foreach (var key in declared.Except(_subscriptions.Keys).ToList())
            {
                var subscription = _subscribe(GetOrAdd(key));
                _subscriptions.Add(key, subscription);
                subscription.Start();
            }

            foreach (var key in _subscriptions.Keys.Except(declared).ToList())
            {
                _subscriptions.Remove(key, out var subscription);
                removed.Add(subscription!);
            }
        }

        foreach (var subscription in removed)
        {
            await subscription.DisposeAsync();
            Log.Withdrawn(_logger, subscription.Queue.Key);
            lock (_gate)
            {
                RemoveIfUnused(subscription.Queue.Key);
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await DeclareAsync(new HashSet<QueueKey>());

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
        if (_queues.TryGetValue(key, out var queue) && queue.Consumers == 0 && !_subscriptions.ContainsKey(key))
        {
            _queues.Remove(key);
            queue.Dispose();
        }
    }
}
