namespace Aion.Sidecar.Components.PubSub.Groups;

/// <summary>Messages that were fetched for a group.</summary>
/// <param name="Messages">Ascending, each after the position that was asked for.</param>
/// <param name="Through">When there are no messages: nothing is left up to here, so that reading goes on behind it.</param>
internal sealed record MessagePage(IReadOnlyList<StoredMessage> Messages, Position Through);
