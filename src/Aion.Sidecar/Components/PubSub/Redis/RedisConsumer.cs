namespace Aion.Sidecar.Components.PubSub.Redis;

/// <summary>A member that tells when it leaves.</summary>
internal sealed class RedisConsumer(IPubSubConsumer member, Func<ValueTask> left) : IPubSubConsumer
{
    private bool isDisposed;

    public ValueTask<IReadOnlyList<PubSubDelivery>> ReceiveAsync(int max, CancellationToken cancellationToken) => member.ReceiveAsync(max, cancellationToken);

    public ValueTask AcknowledgeAsync(IReadOnlyList<PubSubDelivery> deliveries, CancellationToken cancellationToken) =>
        member.AcknowledgeAsync(deliveries, cancellationToken);

    public ValueTask ReleaseAsync(IReadOnlyList<PubSubDelivery> deliveries, CancellationToken cancellationToken) =>
        member.ReleaseAsync(deliveries, cancellationToken);

    public ValueTask ReleaseUnseenAsync(IReadOnlyList<PubSubDelivery> deliveries) => member.ReleaseUnseenAsync(deliveries);

    public async ValueTask DisposeAsync()
    {
        if (!isDisposed)
        {
            isDisposed = true;
            await member.DisposeAsync();
            await left();
        }
    }
}
