using Aion.Sidecar.Components.PubSub.Groups;

namespace Aion.Sidecar.Components.PubSub.Redis;

/// <summary>
/// The entries that the server counts as given to this consumer and not acknowledged, and that this process knows of: read
/// ahead, held, released, or acknowledged without the server's confirmation yet. Safe for concurrent use.
/// </summary>
internal sealed class PendingEntries
{
    private readonly Lock gate = new();
    private readonly HashSet<Position> known = [];

    /// <summary>False when it is known already.</summary>
    public bool Add(Position position)
    {
        lock (gate)
        {
            return known.Add(position);
        }
    }

    public bool Contains(Position position)
    {
        lock (gate)
        {
            return known.Contains(position);
        }
    }

    public void Remove(IEnumerable<Position> positions)
    {
        lock (gate)
        {
            known.ExceptWith(positions);
        }
    }

    public IReadOnlyList<Position> All()
    {
        lock (gate)
        {
            return [.. known];
        }
    }
}
