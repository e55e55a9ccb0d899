using Aion.Sidecar.AppChannel;
using Aion.Sidecar.Components.PubSub;

namespace Aion.Sidecar.Subscriptions;

/// <summary>
/// Many events per call. A batch is whatever waits when the last one is settled, so it grows under load and costs no
/// waiting without; maxAwaitDurationMs is thereby never used up. Entries to be retried go alone until they are settled.
/// </summary>
internal sealed class BulkDelivery(DeliveryContext context) : IDeliveryLoop
{
    private readonly DeliveryResult[] _results = new DeliveryResult[context.Subscription.BulkMaxMessages];

    public async Task RunAsync(IPubSubConsumer consumer, CancellationToken stopping, CancellationToken abort)
    {
        while (!stopping.IsCancellationRequested)
        {
            var batch = await consumer.ReceiveAsync(_results.Length, stopping);
            if (!await SettleAsync(consumer, batch, stopping, abort))
                return;
        }
    }

    private async ValueTask<bool> SettleAsync(
        IPubSubConsumer consumer, IReadOnlyList<PubSubDelivery> batch, CancellationToken stopping, CancellationToken abort)
    {
        var wasReached = false;
        for (var failures = 1; batch.Count > 0; failures++)
        {
            var results = _results.AsMemory(0, batch.Count);
            await context.Postman.DeliverBulkAsync(batch, results, abort);
            wasReached |= IsReached(results.Span);
            var again = await SortAsync(consumer, batch, results, failures, abort);
            if (again.Count == 0)
                return true;
            if (!await context.BackOffAsync(again[0].Id, failures, stopping))
            {
                if (!wasReached)
                    await consumer.ReleaseUnseenAsync(again);
                return false;
            }

            batch = again;
        }

        return true;
    }

    private static bool IsReached(ReadOnlySpan<DeliveryResult> results)
    {
        foreach (var result in results)
        {
            if (result.Outcome != DeliveryOutcome.Unreachable)
                return true;
        }

        return false;
    }

    /// <summary>Acknowledges what is settled and returns what is to come again, in order.</summary>
    private async ValueTask<IReadOnlyList<PubSubDelivery>> SortAsync(
        IPubSubConsumer consumer, IReadOnlyList<PubSubDelivery> batch, Memory<DeliveryResult> results, int failures, CancellationToken abort)
    {
        List<PubSubDelivery>? again = null;
        List<PubSubDelivery>? settled = null;
        for (var i = 0; i < batch.Count; i++)
        {
            var result = results.Span[i];
            if (result.Outcome == DeliveryOutcome.Unreachable)
                context.Probe.Suspect();
            var attempt = batch[i].Attempt + failures - 1;
            if (result.Outcome == DeliveryOutcome.Unreachable || (result.Outcome is DeliveryOutcome.Retry or DeliveryOutcome.Broken && context.MayRetry(attempt)))
            {
                settled ??= [.. batch.Take(i)];
                (again ??= []).Add(batch[i]);
                continue;
            }

            if (result.Outcome != DeliveryOutcome.Success)
                await context.DeadLetters.PutAsync(batch[i], result.Reason, abort);
            settled?.Add(batch[i]);
        }

        if (settled is null)
            await consumer.AcknowledgeAsync(batch, abort);
        else if (settled.Count > 0)
            await consumer.AcknowledgeAsync(settled, abort);
        return again ?? (IReadOnlyList<PubSubDelivery>)[];
    }
}
