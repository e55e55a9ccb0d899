using Aion.StatusKanban.Projects;
using Aion.StatusKanban.State;
using DaprApi = Dapr.Client.Autogen.Grpc.v1.Dapr;

namespace Aion.StatusKanban.Queues;

/// <summary>
/// Keeps subscribed what the project declares, and what an earlier project declared until it is empty: the kanbans of a queue
/// that is gone go to kanban.dead.
/// </summary>
internal sealed class DeclaredQueues(
    QueueRegistry queues, KnownQueues known, QueueContext context, DaprApi.DaprClient dapr, StateStore state, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<QueueKey, QueueSubscription> _subscriptions = [];
    private readonly Dictionary<QueueKey, QueueWithdrawal> _withdrawals = [];
    private readonly ILogger _logger = loggers.CreateLogger<DeclaredQueues>();
    private readonly ILogger<QueueSubscription> _subscriptionLogger = loggers.CreateLogger<QueueSubscription>();

    /// <summary>Subscribes what is newly declared, and withdraws what is not declared any more.</summary>
    /// <exception cref="Grpc.Core.RpcException">The store is not available; call it again.</exception>
    public async Task DeclareAsync(CurrentProject project, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            var declared = project.Queues();
            foreach (var key in (await known.AddAsync(declared, ct)).ToList())
            {
                if (declared.Contains(key))
                {
                    await StopWithdrawalAsync(key);
                    Subscribe(key).Queue.Declare();
                }
                else if (project.WhyWithdrawn(key) is { } why)
                {
                    Withdraw(key, why);
                }
                else
                {
                    await StopWithdrawalAsync(key);
                    await ForgetAsync(key, ct);
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        foreach (var key in _withdrawals.Keys.ToList())
        {
            await StopWithdrawalAsync(key);
        }

        foreach (var subscription in _subscriptions.Values)
        {
            await subscription.DisposeAsync();
            queues.Release(subscription.Queue.Key);
        }

        _subscriptions.Clear();
        _turn.Release();
    }

    private QueueSubscription Subscribe(QueueKey key)
    {
        if (!_subscriptions.TryGetValue(key, out var subscription))
        {
            subscription = new QueueSubscription(queues.Keep(key), dapr, state, context.Time, _subscriptionLogger);
            _subscriptions.Add(key, subscription);
            subscription.Start();
        }

        return subscription;
    }

    private void Withdraw(QueueKey key, Withdrawal why)
    {
        var queue = queues.Keep(key);
        queue.Withdraw(why);
        if (!_withdrawals.ContainsKey(key))
        {
            Log.Withdrawn(_logger, key, why.Text);
            var withdrawal = new QueueWithdrawal(Subscribe(key), context, _logger);
            _withdrawals.Add(key, withdrawal);
            withdrawal.Start(ct => FinishAsync(key, ct));
        }
    }

    private async Task StopWithdrawalAsync(QueueKey key)
    {
        if (_withdrawals.Remove(key, out var withdrawal))
        {
            await withdrawal.DisposeAsync();
        }
    }

    private async Task FinishAsync(QueueKey key, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            await ForgetAsync(key, ct);
            _withdrawals.Remove(key);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task ForgetAsync(QueueKey key, CancellationToken ct)
    {
        await known.RemoveAsync(key, ct);
        Log.Forgotten(_logger, key);
        if (_subscriptions.Remove(key, out var subscription))
        {
            await subscription.DisposeAsync();
            subscription.Queue.Crashes.Forget();
            queues.Release(key);
        }
    }
}
