namespace Aion.Sidecar.Components.PubSub.Groups;

/// <summary>The members of a consumer group, and which of them gets what.</summary>
internal sealed class ConsumerGroup(GroupCursor cursor, IGroupLog log, TimeProvider timeProvider)
{
    private readonly Lock gate = new();
    private readonly Queue<StoredMessage> ahead = new();
    private readonly WaitingMembers waiting = new();
    private bool loading;

    public IPubSubConsumer Join() => new GroupMember(this);

    /// <summary>There may be something new to read: lets one waiting member look.</summary>
    public void Pulse()
    {
        lock (gate)
        {
            WakeOne();
        }
    }

    /// <summary>Puts messages that another consumer lost ahead of all messages not taken yet.</summary>
    public void Adopt(IReadOnlyList<StoredMessage> messages)
    {
        lock (gate)
        {
            foreach (var message in messages)
            {
                cursor.Adopt(message);
            }

            WakeOne();
        }
    }

    public T Read<T>(Func<GroupCursor, T> read)
    {
        lock (gate)
        {
            return read(cursor);
        }
    }

    /// <summary>Waits for a message and takes up to <paramref name="maximum"/> for the member.</summary>
    public async ValueTask<IReadOnlyList<PubSubDelivery>> ReceiveAsync(GroupMember member, int maximum, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (true)
        {
            TaskCompletionSource? waiter;
            lock (gate)
            {
                ObjectDisposedException.ThrowIf(member.IsDisposed, member);
                if (Take(member, maximum, out var mustLoad) is { Count: > 0 } deliveries)
                {
                    return deliveries;
                }

                waiter = mustLoad ? null : new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                if (waiter is null)
                {
                    loading = true;
                }
                else
                {
                    waiting.Add(member, waiter);
                }
            }

            if (waiter is null)
            {
                await LoadAsync(cancellationToken);
            }
            else
            {
                await WaitAsync(member, waiter, cancellationToken);
            }
        }
    }

    public async ValueTask AcknowledgeAsync(GroupMember member, IReadOnlyList<PubSubDelivery> deliveries, CancellationToken cancellationToken)
    {
        List<PubSubDelivery>? ignored = null;
        lock (gate)
        {
            foreach (var delivery in deliveries)
            {
                if (!Position.TryParse(delivery.Id, out var position) || !cursor.Acknowledge(position, member))
                {
                    (ignored ??= []).Add(delivery);
                }
            }
        }

        var accepted = ignored is null ? deliveries : [.. deliveries.Except(ignored)];
        if (accepted.Count > 0)
        {
            await log.AcknowledgedAsync(accepted, cancellationToken);
        }
    }

    public void Release(GroupMember member, IReadOnlyList<PubSubDelivery> deliveries, bool wasSeen)
    {
        lock (gate)
        {
            foreach (var delivery in deliveries)
            {
                if (Position.TryParse(delivery.Id, out var position))
                {
                    cursor.Release(position, member, wasSeen);
                }
            }

            WakeOne();
        }
    }

    public void Leave(GroupMember member)
    {
        lock (gate)
        {
            member.IsDisposed = true;
            cursor.ReleaseAll(member);
            waiting.Wake(member);
            WakeOne();
        }
    }

    private List<PubSubDelivery> Take(GroupMember member, int maximum, out bool mustLoad)
    {
        var now = timeProvider.GetUtcNow();
        var deliveries = new List<PubSubDelivery>();
        mustLoad = false;
        while (deliveries.Count < maximum && cursor.TakeReturned(member, now) is { } delivery)
        {
            deliveries.Add(delivery);
        }

        while (deliveries.Count < maximum)
        {
            if (ahead.Count == 0 && !Refill(maximum - deliveries.Count, out mustLoad))
            {
                break;
            }

            if (cursor.Take(ahead.Dequeue(), member, now) is { } delivery)
            {
                deliveries.Add(delivery);
            }
        }

        if (deliveries.Count > 0)
        {
            log.Delivered();
            if (mustLoad || deliveries.Count == maximum)
            {
                // There may be more, and this member goes off with what it has.
                WakeOne();
            }
        }

        return deliveries;
    }

    private bool Refill(int maximum, out bool mustLoad)
    {
        // While one member loads, memory may already hold later messages: taking those would change the order.
        mustLoad = !loading && !log.TryRead(cursor.Entered, maximum, ahead);
        return ahead.Count > 0;
    }

    private async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        MessagePage? page = null;
        try
        {
            page = await log.LoadAsync(Read(state => state.Entered), cancellationToken);
        }
        finally
        {
            lock (gate)
            {
                loading = false;
                Accept(page);
                WakeOne();
            }
        }
    }

    private void Accept(MessagePage? page)
    {
        if (page is { Messages.Count: 0 })
        {
            cursor.PassOver(page.Through);
        }

        foreach (var message in page?.Messages ?? [])
        {
            ahead.Enqueue(message);
        }
    }

    private async ValueTask WaitAsync(GroupMember member, TaskCompletionSource waiter, CancellationToken cancellationToken)
    {
        try
        {
            await waiter.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            lock (gate)
            {
                // A wake-up that this member can no longer use goes to the next one.
                if (waiter.Task.IsCompleted)
                {
                    WakeOne();
                }
                else
                {
                    waiting.Remove(member);
                }
            }

            throw;
        }
    }

    private void WakeOne() => waiting.WakeFirst();
}
