namespace Aion.Sidecar.Components.PubSub.Groups;

/// <summary>What has to survive of a consumer group.</summary>
/// <param name="Delivered">The greatest position handed out; nothing after it was.</param>
/// <param name="Outstanding">Positions up to there that are not acknowledged, ascending, with how often each was delivered.</param>
internal sealed record GroupSnapshot(Position Delivered, IReadOnlyList<KeyValuePair<Position, int>> Outstanding)
{
    /// <summary>Every message up to here is done with.</summary>
    public Position Floor => Outstanding.Count == 0 ? Delivered : Outstanding[0].Key.Before;
}
