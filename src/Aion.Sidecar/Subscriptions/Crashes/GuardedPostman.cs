using Aion.Sidecar.AppChannel;
using Aion.Sidecar.Components.PubSub;

namespace Aion.Sidecar.Subscriptions.Crashes;

/// <summary>
/// Tells the guard what goes to the app and what the app answered, and keeps from it what it died on too often. Of a bulk
/// delivery, what the app died with before goes in a call of its own.
/// </summary>
internal sealed class GuardedPostman(IPostman inner, CrashGuard guard) : IPostman
{
    public async ValueTask<DeliveryResult> DeliverAsync(PubSubDelivery delivery, CancellationToken cancellationToken)
    {
        if (guard.IsPoison(delivery))
        {
            await guard.SetAsideAsync(delivery, cancellationToken);
            return DeliveryResult.Success;
        }

        var isNew = guard.HandOut(delivery);
        var result = await inner.DeliverAsync(delivery, cancellationToken);
        Note(delivery, isNew, result.Outcome);
        return result;
    }

    public async ValueTask DeliverBulkAsync(
        IReadOnlyList<PubSubDelivery> deliveries, Memory<DeliveryResult> results, CancellationToken cancellationToken)
    {
        for (var (start, length) = (0, 0); start < deliveries.Count; start += length)
        {
            length = Together(deliveries, start);
            var part = length == deliveries.Count ? deliveries : [.. deliveries.Skip(start).Take(length)];
            if (await DeliverPartAsync(part, results.Slice(start, length), cancellationToken))
                continue;
            // In order: nothing later goes to an app that is gone.
            results.Span[(start + length)..].Fill(DeliveryResult.Unreachable("the app went before it got this"));
            return;
        }
    }

    public void Dispose() => inner.Dispose();

    /// <summary>How many events from the start on go in one call.</summary>
    private int Together(IReadOnlyList<PubSubDelivery> deliveries, int start)
    {
        var end = start;
        while (end < deliveries.Count && !guard.IsSuspect(deliveries[end]) && !guard.IsPoison(deliveries[end]))
            end++;
        return Math.Max(1, end - start);
    }

    /// <summary>False: the app did not answer.</summary>
    private async ValueTask<bool> DeliverPartAsync(IReadOnlyList<PubSubDelivery> part, Memory<DeliveryResult> results, CancellationToken cancellationToken)
    {
        if (guard.IsPoison(part[0]))
        {
            await guard.SetAsideAsync(part[0], cancellationToken);
            results.Span[0] = DeliveryResult.Success;
            return true;
        }

        bool[] isNew = [.. part.Select(guard.HandOut)];
        await inner.DeliverBulkAsync(part, results, cancellationToken);
        var isAnswered = true;
        for (var i = 0; i < part.Count; i++)
        {
            var outcome = results.Span[i].Outcome;
            Note(part[i], isNew[i], outcome);
            isAnswered &= outcome is not (DeliveryOutcome.Broken or DeliveryOutcome.Unreachable);
        }

        return isAnswered;
    }

    private void Note(PubSubDelivery delivery, bool isNew, DeliveryOutcome outcome)
    {
        // One that was handed over before, without an answer, stays in the app's hands when the next call does not reach it.
        if (outcome == DeliveryOutcome.Unreachable && isNew)
            guard.TakeBack(delivery);
        else if (outcome is not (DeliveryOutcome.Unreachable or DeliveryOutcome.Broken))
            guard.Answered(delivery);
    }
}
