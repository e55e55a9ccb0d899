using Aion.Sidecar.AppChannel;
using Aion.Sidecar.Components.PubSub;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Subscriptions;

/// <summary>A running subscription of the app channel: joins the consumer group and delivers until it is stopped.</summary>
internal sealed class Subscription : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly DeliveryContext _context;
    private readonly Task _running;

    public Subscription(DeliveryContext context, IPubSub pubSub, string consumerGroup)
    {
        _context = context;
        _running = Task.Run(() => RunAsync(pubSub, consumerGroup));
    }

    public SubscriptionModel Model => _context.Subscription;

    /// <summary>Takes no more events and waits for those that the app has. Cancelling gives those back to the group.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await using var registration = cancellationToken.UnsafeRegister(static abort => ((CancellationTokenSource)abort!).Cancel(), _abort);
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await _abort.CancelAsync();
        await _stopping.CancelAsync();
        await _running;
        _context.Postman.Dispose();
        _stopping.Dispose();
        _abort.Dispose();
    }

    private async Task RunAsync(IPubSub pubSub, string consumerGroup)
    {
        for (var failures = 1; !_stopping.IsCancellationRequested; failures++)
        {
            try
            {
                await using var consumer = await pubSub.SubscribeAsync(Model.Topic, consumerGroup, _stopping.Token);
                Log.Subscribed(_context.Logger, _context.AppId, Model.Topic, Model.PubSubName, Model.Kind);
                await Loop().RunAsync(consumer, _stopping.Token, _abort.Token);
            }
            catch (Exception) when (_abort.IsCancellationRequested)
            {
                return;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                var delay = RetrySchedule.Delay(failures);
                Log.SubscriptionFailed(_context.Logger, _context.AppId, Model.Topic, Model.PubSubName, delay, error);
                await Task.Delay(delay, _context.Time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private IDeliveryLoop Loop() => Model.BulkMaxMessages > 0 ? new BulkDelivery(_context) : new SingleDelivery(_context);
}
