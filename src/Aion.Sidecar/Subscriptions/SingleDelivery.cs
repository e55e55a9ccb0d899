using Aion.Sidecar.Components.PubSub;

namespace Aion.Sidecar.Subscriptions;

/// <summary>One event per call, strictly in order: the next one is not sent before this one is settled.</summary>
internal sealed class SingleDelivery(DeliveryContext context) : IDeliveryLoop
{
    /// <summary>Events taken at once. Few, so that another member of the group finds some too.</summary>
    private const int Taken = 16;

    public async Task RunAsync(IPubSubConsumer consumer, CancellationToken stopping, CancellationToken abort)
    {
        while (!stopping.IsCancellationRequested)
        {
            var batch = await consumer.ReceiveAsync(Taken, stopping);
            var seen = 0;
            try
            {
                foreach (var delivery in batch)
                {
                    if (stopping.IsCancellationRequested || !await SettleAsync(delivery, () => seen++, stopping, abort))
                        return;
                    await consumer.AcknowledgeAsync([delivery], abort);
                }
            }
            finally
            {
                if (seen < batch.Count)
                    await consumer.ReleaseUnseenAsync([.. batch.Skip(seen)]);
            }
        }
    }

    /// <summary>Delivers until the event may leave the queue; false: stopped before that.</summary>
    private async ValueTask<bool> SettleAsync(PubSubDelivery delivery, Action reached, CancellationToken stopping, CancellationToken abort)
    {
        var wasReached = false;
        for (var (attempt, failures) = (delivery.Attempt, 1); ; failures++)
        {
            var result = await context.Postman.DeliverAsync(delivery, abort);
            if (!wasReached && result.Outcome != DeliveryOutcome.Unreachable)
            {
                wasReached = true;
                reached();
            }

            switch (result.Outcome)
            {
                case DeliveryOutcome.Success:
                    return true;
                case DeliveryOutcome.Drop:
                    await context.DeadLetters.PutAsync(delivery, result.Reason, abort);
                    return true;
                case DeliveryOutcome.Retry or DeliveryOutcome.Broken when !context.MayRetry(attempt):
                    await context.DeadLetters.PutAsync(delivery, $"{result.Reason}, {attempt} times", abort);
                    return true;
                case DeliveryOutcome.Unreachable:
                    context.Probe.Suspect();
                    break;
                default:
                    attempt++;
                    break;
            }

            if (!await context.BackOffAsync(delivery.Id, failures, stopping))
                return false;
        }
    }
}
