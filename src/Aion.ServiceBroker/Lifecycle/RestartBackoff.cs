namespace Aion.ServiceBroker.Lifecycle;

/// <summary>How long to wait before the next start: 0.2 s, doubling to 30 s, from the beginning after 60 s of running.</summary>
internal sealed class RestartBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ResetAfter = TimeSpan.FromSeconds(60);
    private TimeSpan _next = First;

    /// <param name="ran">How long the run that just ended lasted; zero when it did not even start.</param>
    public TimeSpan Next(TimeSpan ran)
    {
        if (ran >= ResetAfter)
        {
            Reset();
        }

        var pause = _next;
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return pause;
    }

    public void Reset() => _next = First;
}
