using Aion.ServiceBroker.Platforms.Processes.Causes;
using Aion.ServiceBroker.Platforms.Processes.Native;

namespace Aion.ServiceBroker.Platforms.Processes;

/// <summary>One running process with its group.</summary>
internal sealed class ProcessInstance : IRunningInstance
{
    private readonly ProcessGroup _group;
    private readonly TimeProvider _time;
    private readonly EndTrace _trace = new();

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
    /// <param name="leaderEnded">Completes with the end of the program, and with its wait status where it is no child.</param>
    /// <param name="diagnose">Finds the cause as soon as the program has ended, while its last lines are the last ones.</param>
    /// <param name="cleanUp">Run once after the end of the whole group.</param>
    public static ProcessInstance Follow(
        InstanceRecord record, bool adopted, TimeProvider time, Task<int?> leaderEnded, Func<ProcessEnd, EndTrace, InstanceExit> diagnose,
        Func<Task> cleanUp)
    {
        var instance = new ProcessInstance(record, adopted, time);
        instance.Exited = instance.FollowAsync(leaderEnded, diagnose, cleanUp);
        return instance;
    }

    public async Task<InstanceExit> StopAsync(TimeSpan grace)
    {
        if (Exited.IsCompleted)
        {
            return await Exited;
        }

        _trace.AskToEnd();
        _group.Signal(Posix.SigTerm);
        try
        {
            return await Exited.WaitAsync(grace, _time);
        }
        catch (TimeoutException)
        {
            _trace.Kill(grace);
            _group.Signal(Posix.SigKill);
            return await Exited;
        }
    }

    /// <summary>Ends it at once because it uses more memory than it may.</summary>
    public void EndForMemory(long used)
    {
        _trace.EndForMemory(used);
        _group.Signal(Posix.SigKill);
    }

    private async Task<InstanceExit> FollowAsync(
        Task<int?> leaderEnded, Func<ProcessEnd, EndTrace, InstanceExit> diagnose, Func<Task> cleanUp)
    {
        var status = await leaderEnded;
        var end = !Adopted ? ProcessEnd.Reap(Pid) : status is { } known ? ProcessEnd.Of(known) : ProcessEnd.Unknown;
        var exit = diagnose(end, _trace);
        await _group.EndStragglersAsync();
        await cleanUp();
        return exit;
    }
}
