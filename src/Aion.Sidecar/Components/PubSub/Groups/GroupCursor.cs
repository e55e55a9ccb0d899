namespace Aion.Sidecar.Components.PubSub.Groups;

/// <summary>
/// Which messages of a topic a consumer group has had: the one place that decides what is delivered next. Pure state: no
/// input or output, no time of its own, not safe for concurrent use.
/// </summary>
/// <remarks>
/// Messages enter in ascending order through <see cref="Take"/>. Each is then held by one member until it is acknowledged
/// (and forgotten) or released (and waits, ahead of every message not taken yet). What was outstanding when the state was
/// restored is expected to enter again; messages acknowledged before the restart are recognised and passed over.
/// </remarks>
internal sealed class GroupCursor
{
    private readonly Dictionary<Position, Holding> held = [];
    private readonly SortedDictionary<Position, Holding> returned = [];
    private readonly SortedDictionary<Position, int> replays = [];
    private readonly Position replayedThrough;
    private Position entered;

    public GroupCursor(GroupSnapshot snapshot)
    {
        replayedThrough = snapshot.Delivered;
        foreach (var (position, deliveries) in snapshot.Outstanding)
        {
            replays.Add(position, deliveries);
        }

        entered = snapshot.Floor;
    }

    /// <summary>Reading goes on after this position.</summary>
    public Position Entered => entered;

    /// <summary>The greatest position handed out or passed over, now or before a restart.</summary>
    public Position Delivered => entered > replayedThrough ? entered : replayedThrough;

    /// <summary>How many messages members hold.</summary>
    public int HeldCount => held.Count;

    public bool HasReturned => returned.Count > 0;

    /// <summary>Every message up to here is done with and may be deleted.</summary>
    public Position Floor => Snapshot().Floor;

    /// <summary>Lets the next message of the topic in and gives it to the member; null when the group is done with it already.</summary>
    public PubSubDelivery? Take(StoredMessage message, object member, DateTimeOffset now)
    {
        if (!Enter(message, now, out var attempt))
        {
            return null;
        }

        return Hold(new Holding(message, attempt, member));
    }

    /// <summary>Gives the member the oldest message that was released; null when there is none.</summary>
    public PubSubDelivery? TakeReturned(object member, DateTimeOffset now)
    {
        while (returned.Count > 0)
        {
            var (position, holding) = returned.First();
            returned.Remove(position);
            if (!(holding.Message.ExpiresAt <= now))
            {
                return Hold(holding with { Attempt = holding.Attempt + 1, Member = member });
            }
        }

        return null;
    }

    /// <summary>Nothing is left in the topic up to here: what was expected again has expired.</summary>
    public void PassOver(Position through)
    {
        entered = through > entered ? through : entered;
        foreach (var position in replays.Keys.TakeWhile(position => position <= through).ToList())
        {
            replays.Remove(position);
        }
    }

    /// <summary>Adds a message that another consumer had and lost; it is delivered before any message not taken yet.</summary>
    /// <returns>False when this group holds it already.</returns>
    public bool Adopt(StoredMessage message) =>
        !held.ContainsKey(message.Position) && returned.TryAdd(message.Position, new Holding(message, message.Deliveries, null));

    /// <summary>False when the member does not hold it (any more): a late or repeated answer changes nothing.</summary>
    public bool Acknowledge(Position position, object member) =>
        held.TryGetValue(position, out var holding) && ReferenceEquals(holding.Member, member) && held.Remove(position);

    /// <summary>False when the member does not hold it (any more).</summary>
    /// <param name="position">The message.</param>
    /// <param name="member">Who held it.</param>
    /// <param name="wasSeen">false: it went no further than the member, so that this attempt does not count.</param>
    public bool Release(Position position, object member, bool wasSeen = true)
    {
        if (!held.TryGetValue(position, out var holding) || !ReferenceEquals(holding.Member, member))
        {
            return false;
        }

        held.Remove(position);
        returned.Add(position, wasSeen ? holding : holding with { Attempt = holding.Attempt - 1 });
        return true;
    }

    /// <summary>Releases everything that the member holds, because it is gone.</summary>
    public void ReleaseAll(object member)
    {
        foreach (var position in held.Where(entry => ReferenceEquals(entry.Value.Member, member)).Select(entry => entry.Key).ToList())
        {
            Release(position, member);
        }
    }

    /// <summary>Positions that members hold, in no order.</summary>
    public IReadOnlyList<Position> HeldPositions() => [.. held.Keys];

    public GroupSnapshot Snapshot()
    {
        var outstanding = new List<KeyValuePair<Position, int>>(held.Count + returned.Count + replays.Count);
        outstanding.AddRange(held.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Attempt)));
        outstanding.AddRange(returned.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Attempt)));
        outstanding.AddRange(replays);
        outstanding.Sort((left, right) => left.Key.CompareTo(right.Key));
        return new GroupSnapshot(Delivered, outstanding);
    }

    private bool Enter(StoredMessage message, DateTimeOffset now, out int attempt)
    {
        var position = message.Position;
        if (replays.Count > 0)
        {
            // Messages enter in order: what was expected before this one has expired and would hold the floor for ever.
            PassOver(position.Before);
        }

        entered = position > entered ? position : entered;
        attempt = message.Deliveries + 1;
        if (position <= replayedThrough)
        {
            if (!replays.Remove(position, out var deliveries))
            {
                return false;
            }

            attempt = Math.Max(attempt, deliveries + 1);
        }

        return !(message.ExpiresAt <= now) && !held.ContainsKey(position) && !returned.ContainsKey(position);
    }

    private PubSubDelivery Hold(Holding holding)
    {
        held.Add(holding.Message.Position, holding);
        return new PubSubDelivery(holding.Message.Position.ToString(), holding.Message.Data, holding.Message.Metadata, holding.Attempt);
    }

    private sealed record Holding(StoredMessage Message, int Attempt, object? Member);
}
