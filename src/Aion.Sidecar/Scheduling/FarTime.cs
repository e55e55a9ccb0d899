namespace Aion.Sidecar.Scheduling;

/// <summary>Reckons with times that a calendar of four digits does not have: what lies after the year 9999 never comes.</summary>
internal static class FarTime
{
    /// <summary>When something is due that never is.</summary>
    public static DateTimeOffset Never => DateTimeOffset.MaxValue;

    public static DateTimeOffset Plus(this DateTimeOffset time, TimeSpan span) =>
        span > Never - time ? Never : span < DateTimeOffset.MinValue - time ? DateTimeOffset.MinValue : time + span;

    public static DateTimeOffset PlusMonths(this DateTimeOffset time, long months) =>
        months > ((Never.Year - time.Year) * 12L) + Never.Month - time.Month ? Never : time.AddMonths((int)months);

    public static DateTimeOffset PlusDays(this DateTimeOffset time, int days) =>
        time.Plus(days > TimeSpan.MaxValue.Days ? TimeSpan.MaxValue : TimeSpan.FromDays(days));
}
