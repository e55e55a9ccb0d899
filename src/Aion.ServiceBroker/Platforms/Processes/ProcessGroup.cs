using Aion.ServiceBroker.Platforms.Processes.Native;

namespace Aion.ServiceBroker.Platforms.Processes;

/// <summary>The process group of one instance: the program and whatever it forked.</summary>
internal sealed class ProcessGroup(int id, TimeProvider time)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>How long stragglers that outlive the program get between SIGTERM and SIGKILL.</summary>
    private static readonly TimeSpan StragglerGrace = TimeSpan.FromSeconds(2);

    public void Signal(int signal) => _ = Posix.Kill(-id, signal);

    /// <summary>Ends what is left of the group after its leader has ended.</summary>
    public async Task EndStragglersAsync()
    {
        if (IsEmpty())
        {
            return;
        }

        Signal(Posix.SigTerm);
        if (!await WaitUntilEmptyAsync(StragglerGrace))
        {
            Signal(Posix.SigKill);
            await WaitUntilEmptyAsync(StragglerGrace);
        }
    }

    private async Task<bool> WaitUntilEmptyAsync(TimeSpan limit)
    {
        for (var started = time.GetTimestamp(); time.GetElapsedTime(started) < limit;)
        {
            if (IsEmpty())
            {
                return true;
            }

            await Task.Delay(PollInterval, time);
        }

        return IsEmpty();
    }

    // A zombie answers to signals until its parent reaps it, and a bad init never does: then /proc has to say it.
    private bool IsEmpty() => Posix.Kill(-id, 0) != 0 || !ProcStat.ReadAll().Any(p => p.Group == id && !p.IsGone);
}
