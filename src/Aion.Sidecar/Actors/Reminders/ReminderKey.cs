namespace Aion.Sidecar.Actors.Reminders;

/// <summary>Names one reminder, or one timer, of one actor.</summary>
internal readonly record struct ReminderKey(ActorKey Actor, string Name);
