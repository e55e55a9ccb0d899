namespace Aion.Sidecar.Actors.Reminders;

/// <summary>What follows when the app fails a reminder (Dapr: JobFailurePolicy).</summary>
/// <param name="Interval">The pause before the same one comes again; null: it is dropped.</param>
/// <param name="Most">How often it comes again; null: until it succeeds.</param>
internal sealed record ReminderRetries(TimeSpan? Interval, int? Most)
{
    /// <summary>As Dapr's scheduler without a policy.</summary>
    public static ReminderRetries Default { get; } = new(TimeSpan.FromSeconds(1), 3);

    public static ReminderRetries Drop { get; } = new(null, null);
}
