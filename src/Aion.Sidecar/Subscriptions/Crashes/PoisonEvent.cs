namespace Aion.Sidecar.Subscriptions.Crashes;

/// <summary>An event that the app does not get any more.</summary>
/// <param name="Position">Its place in the topic.</param>
/// <param name="Id">Its id for people. A topic that was begun anew has other events in the same places.</param>
/// <param name="Crashes">Why.</param>
/// <param name="IsPut">It is on the dead-letter topic.</param>
internal sealed record PoisonEvent(string Position, string Id, IReadOnlyList<AppCrash> Crashes, bool IsPut = false);
