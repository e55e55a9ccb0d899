namespace Aion.ServiceBroker.Health.Probes;

/// <summary>Whether the instance sent a kanban lately.</summary>
internal sealed class KanbanProbe(TimeSpan within, TimeProvider time) : IProbe
{
    private readonly long _started = time.GetTimestamp();
    private long _last = -1;

    public string Name => $"a kanban within {Seconds(within)}";

    // The time itself is the patience.
    public int? Failures => 1;

    /// <summary>It sent one just now.</summary>
    public void Passed() => Volatile.Write(ref _last, time.GetTimestamp());

    public Task<ProbeAnswer> AskAsync(CancellationToken ct)
    {
        var last = Volatile.Read(ref _last);
        var idle = time.GetElapsedTime(last < 0 ? _started : last);
        return Task.FromResult(
            last < 0 ? new ProbeAnswer(idle <= within ? null : false, $"none came since its start {Seconds(idle)} ago")
                : new ProbeAnswer(idle <= within, $"the last one came {Seconds(idle)} ago"));
    }

    public void Dispose()
    {
    }

    private static string Seconds(TimeSpan span) => $"{span.TotalSeconds:0.#} s";
}
