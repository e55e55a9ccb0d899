namespace Aion.Sidecar.Subscriptions.Crashes;

/// <summary>What has to outlive the host.</summary>
/// <param name="Handed">What the app had for a while.</param>
/// <param name="Crashes">Crashes that count against events.</param>
/// <param name="Poison">Events that the app does not get any more.</param>
/// <param name="Last">What was answered to the last report.</param>
internal sealed record StoredGuard(
    IReadOnlyList<StoredEvent> Handed, IReadOnlyList<CountedCrash> Crashes, IReadOnlyList<PoisonEvent> Poison, ReportedCrash? Last)
{
    public static StoredGuard Empty { get; } = new([], [], [], null);
}
