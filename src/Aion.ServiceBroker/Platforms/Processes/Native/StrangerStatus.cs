namespace Aion.ServiceBroker.Platforms.Processes.Native;

/// <summary>The wait status of a process that has ended and is no child of this one.</summary>
internal static class StrangerStatus
{
    private const int Tries = 3;

    /// <summary>
    /// Before its parent has waited for it, /proc tells it to its own user. Afterwards a pidfd that was opened in time does,
    /// from Linux 6.15 on (PIDFD_GET_INFO with PIDFD_INFO_EXIT). On an older kernel the parent, mostly init, is nearly always
    /// faster: null.
    /// </summary>
    public static int? Read(int pidfd, int pid)
    {
        for (var i = 0; i < Tries; i++)
        {
            var info = new Posix.PidfdInfo { Mask = Posix.PidfdInfoExit };
            if (Posix.Control(pidfd, Posix.PidfdGetInfo, ref info) == 0 && (info.Mask & Posix.PidfdInfoExit) != 0)
            {
                return info.WaitStatus;
            }

            // Not waited for yet, so that the pid is still its own.
            if (ProcStat.Read(pid) is { State: 'Z' } zombie)
            {
                return zombie.WaitStatus;
            }
        }

        return null;
    }
}
