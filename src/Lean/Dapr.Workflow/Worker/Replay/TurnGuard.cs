namespace Dapr.Workflow.Worker.Replay;

/// <summary>
/// Keeps a workflow's code on the one thread that plays its history. Code comes from elsewhere when it awaited something other
/// than a task of its context: that cannot be replayed, and would race with the turn.
/// </summary>
internal sealed class TurnGuard(string workflow, string instanceId)
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private volatile bool _ended;

    /// <exception cref="NonDeterministicWorkflowException">The caller is not the turn's own code.</exception>
    public void Check()
    {
        if (_ended || Environment.CurrentManagedThreadId != _thread)
        {
            throw ForeignWait();
        }
    }

    /// <summary>From now on no call passes.</summary>
    public void End() => _ended = true;

    public NonDeterministicWorkflowException ForeignWait() => new(
        $"Workflow '{workflow}' (instance '{instanceId}') awaited something that is no task of its WorkflowContext, such as Task.Delay, "
        + "Task.Run or a call over the network. A replay cannot repeat that: use CreateTimer for pauses and an activity for everything else.");
}
