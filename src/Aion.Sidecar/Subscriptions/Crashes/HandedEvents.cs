using Aion.Sidecar.Components.PubSub;

namespace Aion.Sidecar.Subscriptions.Crashes;

/// <summary>
/// The events of one queue that were handed to the app and are not answered, also while its process is gone. Not safe for
/// concurrent use: the guard's lock guards it.
/// </summary>
internal sealed class HandedEvents
{
    private readonly Dictionary<string, HandedEvent> _byPosition = new(StringComparer.Ordinal);
    private long _last, _lastOfRound;

    public bool IsEmpty => _byPosition.Count == 0;

    /// <summary>False: it was handed over before, and that was not answered.</summary>
    public bool Add(PubSubDelivery delivery)
    {
        if (_byPosition.TryGetValue(delivery.Id, out var before))
        {
            _byPosition[delivery.Id] = before with { Delivery = delivery };
            return false;
        }

        _byPosition[delivery.Id] = new HandedEvent(delivery.Id, ++_last, delivery);
        return true;
    }

    public bool Remove(string position) => _byPosition.Remove(position);

    /// <summary>All of them, oldest first; none is in the app's hands any more.</summary>
    public IReadOnlyList<HandedEvent> TakeAll()
    {
        HandedEvent[] all = [.. _byPosition.Values.OrderBy(handed => handed.Sequence)];
        _byPosition.Clear();
        return all;
    }

    /// <summary>Ends a round of saving: those that were there when it began, oldest first. Quicker ones are not worth a write.</summary>
    /// <param name="another">Others are there, and may be among these at the end of the next round.</param>
    public IReadOnlyList<HandedEvent> EndRound(out bool another)
    {
        another = _last > _lastOfRound && _byPosition.Count > 0;
        HandedEvent[] lasting = [.. _byPosition.Values.Where(handed => handed.Sequence <= _lastOfRound).OrderBy(handed => handed.Sequence)];
        _lastOfRound = _last;
        return lasting;
    }

    /// <summary>What an earlier host had handed over when it ended.</summary>
    public void Restore(IEnumerable<StoredEvent> events)
    {
        foreach (var stored in events)
            _byPosition[stored.Position] = new HandedEvent(stored.Position, ++_last, null, stored.Id);
        _lastOfRound = _last;
    }
}
