using Aion.Sidecar.Scheduling;

namespace Aion.Sidecar.Actors.Reminders;

/// <summary>A stored reminder and how far it got. It never changes: each step makes the next one.</summary>
internal sealed record ActorReminder(ReminderKey Key)
{
    /// <summary>Tells a reminder from one that took its name later.</summary>
    public Guid Stamp { get; init; } = Guid.NewGuid();

    public byte[]? Data { get; init; }

    /// <summary>As it was asked for; empty: not at all.</summary>
    public string DueTime { get; init; } = "";

    /// <summary>null: it fires once.</summary>
    public TimeSpan? Period { get; init; }

    /// <summary>How often it fires in all; null: no limit.</summary>
    public int? Repeats { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public ReminderRetries Retries { get; init; } = ReminderRetries.Default;

    /// <summary>The time that is due by the period.</summary>
    public DateTimeOffset Tick { get; init; }

    /// <summary>When it fires: the tick, or later when that is tried again.</summary>
    public DateTimeOffset Next { get; init; }

    /// <summary>How many ticks are done.</summary>
    public int Fired { get; init; }

    /// <summary>How often the app failed this tick.</summary>
    public int Attempts { get; init; }

    /// <summary>The period as Dapr's scheduler writes it; null: none.</summary>
    public string? Schedule => Period is { } period ? "@every " + GoTime.Format(period) : null;

    /// <exception cref="FormatException">A time is malformed, or the times do not go together.</exception>
    public static ActorReminder Create(ReminderRequest request, DateTimeOffset now)
    {
        var period = request.Period.Length > 0 ? DaprPeriod.Parse(request.Period) : null;
        if (period is { HasCalendarPart: true } or { IsZero: true } or { Repeats: 0 })
            throw new FormatException($"unsupported period format: {request.Period}");
        if (request.DueTime.Length == 0 && period is null)
            throw new FormatException("job must have either a due time or a schedule");
        if (request.Ttl.Length > 0 && period is null)
            throw new FormatException("job must have a schedule to have a ttl");
        var first = request.DueTime.Length > 0 ? GoTime.PointInTime(request.DueTime, now) : now.Plus(period!.Time);
        DateTimeOffset? expires = request.Ttl.Length > 0 ? GoTime.PointInTime(request.Ttl, request.DueTime.Length > 0 ? first : now) : null;
        if (expires < first)
            throw new FormatException("ttl must be greater than due time");
        return new ActorReminder(request.Key)
        {
            Data = request.Data,
            DueTime = request.DueTime,
            Period = period?.Time,
            Repeats = period?.Repeats,
            ExpiresAt = expires,
            Retries = request.Retries,
            Tick = first,
            Next = first,
        };
    }

    /// <summary>The app took it. null: that was the last time.</summary>
    public ActorReminder? Succeeded(DateTimeOffset now) => Advance(now);

    /// <summary>The app failed it. null: that was the last time.</summary>
    public ActorReminder? Failed(DateTimeOffset now) =>
        Retries.Interval is { } pause && (Retries.Most is not { } most || Attempts < most)
            ? this with { Attempts = Attempts + 1, Next = now.Plus(pause) }
            : Advance(now);

    /// <summary>
    /// The next tick. Those that were missed meanwhile, as while nothing ran, are made up for by this one and not one by one.
    /// </summary>
    private ActorReminder? Advance(DateTimeOffset now)
    {
        if (Period is not { } period || Fired + 1 >= Repeats)
            return null;
        var tick = (DaprPeriod.Once with { Time = period }).NextAfter(Tick, now);
        return tick > ExpiresAt ? null : this with { Tick = tick, Next = tick, Fired = Fired + 1, Attempts = 0 };
    }
}
