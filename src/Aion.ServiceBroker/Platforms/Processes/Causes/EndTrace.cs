namespace Aion.ServiceBroker.Platforms.Processes.Causes;

/// <summary>What the broker itself did to an instance; written before the signal is sent, read after the end.</summary>
internal sealed class EndTrace
{
    private long _killedAfterTicks = -1;
    private long _memoryUsed;
    private volatile bool _askedToEnd;

    /// <summary>SIGTERM was sent.</summary>
    public bool AskedToEnd => _askedToEnd;

    /// <summary>The time after which SIGKILL followed, or null when it did not.</summary>
    public TimeSpan? KilledAfter => Interlocked.Read(ref _killedAfterTicks) is >= 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;

    /// <summary>The memory for which it was ended, in bytes, or null when it was not.</summary>
    public long? MemoryUsed => Interlocked.Read(ref _memoryUsed) is > 0 and var bytes ? bytes : null;

    public void AskToEnd() => _askedToEnd = true;

    public void Kill(TimeSpan after) => Interlocked.Exchange(ref _killedAfterTicks, after.Ticks);

    public void EndForMemory(long used) => Interlocked.Exchange(ref _memoryUsed, used);
}
