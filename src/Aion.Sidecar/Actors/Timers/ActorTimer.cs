using Aion.Sidecar.Actors.Reminders;
using Aion.Sidecar.Scheduling;

namespace Aion.Sidecar.Actors.Timers;

/// <summary>A timer and how far it got. It never changes: each step makes the next one.</summary>
internal sealed record ActorTimer(ReminderKey Key, string Callback, string DueTime, string PeriodText, byte[]? Data)
{
    public DaprPeriod Period { get; init; } = DaprPeriod.Once;

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset Next { get; init; }

    public int Fired { get; init; }

    /// <summary>Sets the times.</summary>
    /// <exception cref="FormatException">A time is malformed or past.</exception>
    public ActorTimer Starting(string ttl, DateTimeOffset now)
    {
        var first = DueTime.Length > 0 ? GoTime.PointInTime(DueTime, now) : now;
        var period = PeriodText.Length > 0 ? DaprPeriod.Parse(PeriodText) : DaprPeriod.Once;
        if (period.Repeats == 0)
            throw new FormatException("invalid timer period: has zero repetitions");
        DateTimeOffset? expires = ttl.Length > 0 ? GoTime.PointInTime(ttl, first) : null;
        if (expires < now || expires < first)
            throw new FormatException($"timer {Key.Actor}{ActorKey.Separator}{Key.Name} has already expired: dueTime: {first:O} TTL: {ttl}");
        return this with { Period = period, ExpiresAt = expires, Next = first };
    }

    /// <summary>null: that was the last time. Times that passed while the actor was busy are left out.</summary>
    public ActorTimer? After(DateTimeOffset now)
    {
        if (Period.IsZero || Fired + 1 >= Period.Repeats)
            return null;
        var next = Period.NextAfter(Next, now);
        return next >= ExpiresAt ? null : this with { Next = next, Fired = Fired + 1 };
    }
}
