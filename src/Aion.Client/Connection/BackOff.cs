namespace Aion.Client.Connection;

/// <summary>Pauses of 50 ms, doubling up to a limit, each shortened at random by up to a quarter so that many clients spread.</summary>
internal sealed class BackOff(TimeSpan limit, TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);
    private TimeSpan _next = First;
    private long _resumed = time.GetTimestamp();

    /// <summary>Waits. An attempt that lasted longer than the longest pause counts as one that went well.</summary>
    public async Task PauseAsync(CancellationToken ct)
    {
        if (time.GetElapsedTime(_resumed) > limit)
        {
            Reset();
        }

        var pause = (_next < limit ? _next : limit) * (1 - (Random.Shared.NextDouble() / 4));
        _next = _next < limit ? _next * 2 : limit;
        await Task.Delay(pause, time, ct);
        _resumed = time.GetTimestamp();
    }

    /// <summary>It went well: the next pause is short again.</summary>
    public void Reset() => _next = First;
}
