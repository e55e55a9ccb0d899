namespace Aion.Sidecar;

/// <summary>
/// Takes events on which the app dies out of one of its queues, so that it can go on. Dapr has no such thing: it is for apps
/// whose processes somebody watches, who tells of each crash with <see cref="SidecarHost.ReportCrashAsync"/>.
/// </summary>
public sealed class CrashGuardOptions
{
    /// <summary>The pub/sub component.</summary>
    public required string PubSubName { get; init; }

    /// <summary>The topic; other subscriptions of the app are not affected.</summary>
    public required string Topic { get; init; }

    /// <summary>The topic of the same component that such events go to, whatever the app's own subscription says.</summary>
    public required string DeadLetterTopic { get; init; }

    /// <summary>An event is set aside when the app had it, unanswered, in so many crashes since it was answered last; default 3.</summary>
    public int Crashes { get; init; } = 3;

    /// <summary>The app is the process that an earlier host served. Otherwise nothing is in its hands yet.</summary>
    public bool IsSameProcess { get; init; }

    /// <summary>Makes what is published to <see cref="DeadLetterTopic"/>. It must not fail, and give the same for the same event.</summary>
    public required Func<CrashingEvent, ReadOnlyMemory<byte>> Letter { get; init; }
}
