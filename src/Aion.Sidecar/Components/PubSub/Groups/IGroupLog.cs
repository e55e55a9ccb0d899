namespace Aion.Sidecar.Components.PubSub.Groups;

/// <summary>A topic as one of its consumer groups uses it. Called under the group's lock unless it says otherwise.</summary>
internal interface IGroupLog
{
    /// <summary>Adds up to <paramref name="maximum"/> messages after the position, oldest first, that are in memory.</summary>
    /// <returns>False when the messages that come next are not in memory: <see cref="LoadAsync"/> has to fetch them.</returns>
    bool TryRead(Position after, int maximum, Queue<StoredMessage> into);

    /// <summary>Fetches messages after the position. Called without the group's lock, once at a time for a group.</summary>
    ValueTask<MessagePage> LoadAsync(Position after, CancellationToken cancellationToken);

    /// <summary>Messages were handed out. Must not block.</summary>
    void Delivered();

    /// <summary>The group is done with these. Called without the group's lock.</summary>
    ValueTask AcknowledgedAsync(IReadOnlyList<PubSubDelivery> deliveries, CancellationToken cancellationToken);
}
