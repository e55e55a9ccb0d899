namespace Aion.Cli.Hosting;

/// <summary>Asks a host of another terminal to stop.</summary>
internal static class HostStop
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>Sends SIGTERM and waits for the end of the process; false when it did not come in time.</summary>
    public static async Task<bool> SignalAndWaitAsync(int pid, TimeProvider time, TimeSpan timeout)
    {
        if (!ProcessSignal.Send(pid, ProcessSignal.Terminate))
        {
            return true;
        }
        var started = time.GetTimestamp();
        while (HostProcess.IsRunning(pid))
        {
            if (time.GetElapsedTime(started) > timeout)
            {
                return false;
            }
            await Task.Delay(Poll, time);
        }
        return true;
    }
}
