namespace Dapr.Workflow;

/// <summary>A durable function that survives restarts by being replayed over its history. An instance is made for every turn.</summary>
/// <typeparam name="TInput">Serialised as JSON when the workflow is scheduled.</typeparam>
/// <typeparam name="TOutput">Serialised as JSON when the workflow completes.</typeparam>
public abstract class Workflow<TInput, TOutput> : IWorkflow
{
    Type IWorkflow.InputType => typeof(TInput);

    Type IWorkflow.OutputType => typeof(TOutput);

    async Task<object?> IWorkflow.RunAsync(WorkflowContext context, object? input) => await RunAsync(context, (TInput)input!);

    /// <summary>
    /// The workflow's code. It may await only tasks of <paramref name="context"/>, and has to make the same calls in the same
    /// order whenever it is replayed: time, new ids and I/O come from the context and from activities.
    /// </summary>
    public abstract Task<TOutput> RunAsync(WorkflowContext context, TInput input);
}
