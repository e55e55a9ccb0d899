namespace Aion.Sidecar.Subscriptions;

/// <summary>How long an event that the app could not take waits, and how often it comes before it is a dead letter.</summary>
internal static class RetrySchedule
{
    /// <summary>
    /// Deliveries of one event, where the subscription has a dead-letter topic; without one it comes again for ever. Bare
    /// daprd has no retries before the dead-letter topic, which would give up on an app at its first hiccup.
    /// </summary>
    public const int DeliveriesBeforeDeadLetter = 5;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <param name="attempt">The deliveries so far, from 1.</param>
    public static TimeSpan Delay(int attempt)
    {
        var delay = First * Math.Pow(2, Math.Min(attempt - 1, 10));
        return delay < Longest ? delay : Longest;
    }
}
