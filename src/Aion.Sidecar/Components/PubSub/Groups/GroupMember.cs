namespace Aion.Sidecar.Components.PubSub.Groups;

/// <summary>One member of a <see cref="ConsumerGroup"/>; the group keeps all state.</summary>
internal sealed class GroupMember(ConsumerGroup group) : IPubSubConsumer
{
    /// <summary>Written under the group's lock.</summary>
    public bool IsDisposed { get; set; }

    /// <summary>Where the member waits; written under the group's lock.</summary>
    public LinkedListNode<TaskCompletionSource>? Waiter { get; set; }

    public ValueTask<IReadOnlyList<PubSubDelivery>> ReceiveAsync(int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return group.ReceiveAsync(this, max, cancellationToken);
    }

    public ValueTask AcknowledgeAsync(IReadOnlyList<PubSubDelivery> deliveries, CancellationToken cancellationToken) =>
        group.AcknowledgeAsync(this, deliveries, cancellationToken);

    public ValueTask ReleaseAsync(IReadOnlyList<PubSubDelivery> deliveries, CancellationToken cancellationToken)
    {
        group.Release(this, deliveries, wasSeen: true);
        return ValueTask.CompletedTask;
    }

    public ValueTask ReleaseUnseenAsync(IReadOnlyList<PubSubDelivery> deliveries)
    {
        group.Release(this, deliveries, wasSeen: false);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        group.Leave(this);
        return ValueTask.CompletedTask;
    }
}
