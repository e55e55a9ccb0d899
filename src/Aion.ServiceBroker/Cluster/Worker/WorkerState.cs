namespace Aion.ServiceBroker.Cluster.Worker;

/// <summary>What a worker has in force, and how its link is: written by one loop each, read by everybody.</summary>
internal sealed class WorkerState(TimeProvider time)
{
    private volatile WorkerRecord _record = new("", 0, "");
    private volatile string _problem = "";
    private volatile MasterStatus _master = new(MasterState.Connecting, time.GetUtcNow());

    /// <summary>Called when the link came into another state. Handlers return at once.</summary>
    public event Action? LinkChanged;

    public WorkerRecord Record => _record;

    /// <summary>Why the last order is not in force; empty: it is.</summary>
    public string Problem => _problem;

    public MasterStatus Master => _master;

    public void Use(WorkerRecord record) => (_record, _problem) = (record, "");

    public void Failed(string problem) => _problem = problem;

    /// <summary>Notes how the link is; <see cref="MasterStatus.Since"/> is when that began.</summary>
    public void Enter(MasterState state, string? problem = null)
    {
        var before = _master.State;
        _master = _master with { State = state, Problem = problem, Since = before == state ? _master.Since : time.GetUtcNow() };
        if (before != state)
        {
            LinkChanged?.Invoke();
        }
    }

    public void Heard() => _master = _master with { LastContact = time.GetUtcNow() };
}
