using Aion.ServiceBroker.Platforms.Processes.Native;

namespace Aion.ServiceBroker.Platforms.Processes;

/// <summary>One running process with its group.</summary>
internal sealed class ProcessInstance : IRunningInstance
{
    private readonly ProcessGroup _group;
    private readonly TimeProvider _time;

    private ProcessInstance(InstanceRecord record, bool adopted, TimeProvider time)
    {
        (Record, Adopted, _time) = (record, adopted, time);
        _group = new ProcessGroup(record.Pid, time);
    }

    public InstanceRecord Record { get; }

    public int Pid => Record.Pid;

    public DateTimeOffset StartedAt => Record.StartedAt;

    public bool Adopted { get; }

    public Task<InstanceExit> Exited { get; private set; } = Task.FromResult(InstanceExit.Unknown);

    /// <param name="record">The running process.</param>
    /// <param name="adopted">Whether it is no child of this process.</param>
    /// <param name="time">Clock.</param>
    /// <param name="leaderEnded">Completes with the end of the program.</param>
    /// <param name="cleanUp">Run once after the end of the whole group.</param>
    public static ProcessInstance Follow(
        InstanceRecord record, bool adopted, TimeProvider time, Task leaderEnded, Func<Task> cleanUp)
    {
        var instance = new ProcessInstance(record, adopted, time);
        instance.Exited = instance.FollowAsync(leaderEnded, cleanUp);
        return instance;
    }

    public async Task<InstanceExit> StopAsync(TimeSpan grace)
    {
        if (Exited.IsCompleted)
        {
            return await Exited;
        }

        _group.Signal(Posix.SigTerm);
        try
        {
            return await Exited.WaitAsync(grace, _time);
        }
        catch (TimeoutException)
        {
            _group.Signal(Posix.SigKill);
            return await Exited;
        }
    }

    private async Task<InstanceExit> FollowAsync(Task leaderEnded, Func<Task> cleanUp)
    {
        await leaderEnded;
        var exit = Adopted ? InstanceExit.Unknown : Reap();
        await _group.EndStragglersAsync();
        await cleanUp();
        return exit;
    }

    private InstanceExit Reap()
    {
        int result, status;
        do
        {
            result = Posix.WaitPid(Pid, out status, 0);
        }
        while (result < 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Posix.Eintr);

        // wait(2): the low seven bits are the signal, the next byte is the exit code.
        return result < 0 ? InstanceExit.Unknown
            : (status & 0x7f) == 0 ? new InstanceExit((status >> 8) & 0xff, null)
            : new InstanceExit(null, status & 0x7f);
    }
}
