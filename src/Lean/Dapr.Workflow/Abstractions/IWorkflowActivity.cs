namespace Dapr.Workflow.Abstractions;

/// <summary>An activity as the worker runs it, without its type parameters. Derive from <see cref="WorkflowActivity{TInput, TOutput}"/>.</summary>
public interface IWorkflowActivity
{
    /// <summary>What the serialised input becomes before the run.</summary>
    Type InputType { get; }

    /// <summary>What a run returns.</summary>
    Type OutputType { get; }

    /// <summary>Runs the activity once.</summary>
    Task<object?> RunAsync(WorkflowActivityContext context, object? input);
}
