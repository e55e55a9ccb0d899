using Aion.ServiceBroker.Platforms.Processes.Native;

namespace Aion.ServiceBroker.Tests.Lifecycle.Crashes;

/// <summary>The places between two steps of a lifecycle workflow at which a host can be told to die.</summary>
internal sealed class FaultPoints
{
    public const string BeforeSchedule = "before a workflow is scheduled";
    public const string AfterSchedule = "after a workflow is scheduled";
    public const string BeforeSignal = "before a signal is raised";
    public const string AfterSignal = "after a signal is raised";
    public const string BeforeStart = "before a process is started";
    public const string AfterStart = "after a process is started";
    public const string BeforeStop = "before a process is stopped";
    public const string AfterStop = "after a process is stopped";

    private volatile string _armed = "";

    /// <summary>In a turn that enters this state, before the turn is committed.</summary>
    public static string InTurn(string state) => "in the turn to " + state;

    public void Arm(string point) => _armed = point;

    public void Pass(string point)
    {
        if (_armed == point)
        {
            _ = Posix.Kill(Environment.ProcessId, Posix.SigKill);
            // Nothing further may happen on this thread until the signal has arrived.
            new ManualResetEventSlim().Wait();
        }
    }
}
