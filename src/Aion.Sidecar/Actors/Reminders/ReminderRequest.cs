namespace Aion.Sidecar.Actors.Reminders;

/// <summary>A reminder as an app asks for it.</summary>
/// <param name="Key">Actor and name.</param>
/// <param name="DueTime">Duration from now, or RFC 3339 time; empty: after the first period.</param>
/// <param name="Period">Go duration or ISO 8601 with count; empty: once.</param>
/// <param name="Ttl">Duration from the due time, or RFC 3339 time, after which it ends; empty: never.</param>
/// <param name="Data">The JSON that the actor gets back; null: none.</param>
/// <param name="Overwrite">false: it is an error when there is one of that name.</param>
/// <param name="Retries">What follows when the app fails it.</param>
internal sealed record ReminderRequest(
    ReminderKey Key, string DueTime, string Period, string Ttl, byte[]? Data, bool Overwrite, ReminderRetries Retries);
