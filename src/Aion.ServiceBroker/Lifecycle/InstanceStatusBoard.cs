using Aion.ServiceBroker.Platforms;

namespace Aion.ServiceBroker.Lifecycle;

/// <summary>The status of one instance: written by its supervisor, read by everybody, each change announced.</summary>
internal sealed class InstanceStatusBoard(InstanceSpec spec, SupervisorServices services)
{
    private volatile InstanceStatus _status = new(
        spec.Name, spec.Service, spec.Number, InstanceState.Waiting, services.Time.GetUtcNow());

    public InstanceStatus Status => _status;

    /// <summary>Takes over what an earlier run of the broker knew; that is no news.</summary>
    public void Continue(InstanceStatus known) => _status = known;

    public void Enter(InstanceState state, string? cause) =>
        Enter(state, cause is null ? null : new InstanceCause(CauseKind.Unknown, cause));

    public void Enter(InstanceState state, InstanceCause? cause)
    {
        _status = _status with { State = state, Cause = cause, Since = services.Time.GetUtcNow() };
        services.Changed(_status);
    }

    public void Starting()
    {
        if (_status.StartedAt is not null)
        {
            _status = _status with { Restarts = _status.Restarts + 1 };
        }

        Enter(InstanceState.Starting, (InstanceCause?)null);
        services.Metrics.Started(spec.Service);
    }

    public void Running(IRunningInstance running)
    {
        _status = _status with { Pid = running.Pid, StartedAt = running.StartedAt, Adopted = running.Adopted };
        Enter(InstanceState.Running, running.Adopted ? "it was left running by an earlier run" : null);
    }

    /// <summary>Notes the end; the state that follows from it is entered next.</summary>
    public void Ended(InstanceExit exit)
    {
        Log.Ended(services.Logger, spec.Name, exit);
        _status = _status with { Pid = null, LastExit = exit.ToString(), LastExitCode = exit.ExitCode, Adopted = false };
    }
}
