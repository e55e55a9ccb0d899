namespace Aion.Sidecar.Subscriptions.Crashes;

/// <summary>An event in the app's hands, as it is stored.</summary>
/// <param name="Position">Its place in the topic.</param>
/// <param name="Id">Its id for people.</param>
internal sealed record StoredEvent(string Position, string Id);
