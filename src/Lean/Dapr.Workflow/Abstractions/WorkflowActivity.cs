using Dapr.Workflow.Abstractions;

namespace Dapr.Workflow;

/// <summary>
/// One step of a workflow with effects on the world. It runs at least once: a crash between its effect and the record of its
/// result repeats it with the same <see cref="WorkflowActivityContext.TaskExecutionKey"/>.
/// </summary>
/// <typeparam name="TInput">Serialised as JSON by the workflow.</typeparam>
/// <typeparam name="TOutput">Serialised as JSON into the history.</typeparam>
public abstract class WorkflowActivity<TInput, TOutput> : IWorkflowActivity
{
    Type IWorkflowActivity.InputType => typeof(TInput);

    Type IWorkflowActivity.OutputType => typeof(TOutput);

    /// <inheritdoc />
    public async Task<object?> RunAsync(WorkflowActivityContext context, object? input) => await RunAsync(context, (TInput)input!);

    /// <summary>The activity's code. An exception fails the call in the workflow with its type, message and stack trace.</summary>
    public abstract Task<TOutput> RunAsync(WorkflowActivityContext context, TInput input);
}
