using Aion.Sidecar.AppChannel;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Subscriptions;

/// <summary>What a delivery loop works with.</summary>
/// <param name="AppId">For the log.</param>
/// <param name="Subscription">What is delivered.</param>
/// <param name="Postman">Brings events to the app.</param>
/// <param name="DeadLetters">Takes events that end without success.</param>
/// <param name="Probe">Is told when the app does not answer.</param>
/// <param name="Time">The clock of back-offs.</param>
/// <param name="Logger">The log.</param>
internal sealed record DeliveryContext(
    string AppId, SubscriptionModel Subscription, IPostman Postman, DeadLetters DeadLetters, AppProbe Probe, TimeProvider Time, ILogger Logger)
{
    /// <summary>Whether an event that came back this often is to come again.</summary>
    public bool MayRetry(int attempt) => !DeadLetters.HasTopic || attempt < RetrySchedule.DeliveriesBeforeDeadLetter;

    /// <summary>Waits out the back-off after the given number of deliveries; false: the wait was cut short by a stop.</summary>
    public async ValueTask<bool> BackOffAsync(string id, int attempt, CancellationToken stopping)
    {
        var delay = RetrySchedule.Delay(attempt);
        Log.Retrying(Logger, AppId, id, Subscription.Topic, attempt, delay);
        try
        {
            await Task.Delay(delay, Time, stopping);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
