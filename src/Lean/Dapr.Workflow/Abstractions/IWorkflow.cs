namespace Dapr.Workflow;

/// <summary>A workflow as the worker runs it, without its type parameters. Derive from <see cref="Workflow{TInput, TOutput}"/>.</summary>
public interface IWorkflow
{
    /// <summary>What the serialised input becomes before the run.</summary>
    Type InputType { get; }

    /// <summary>What a run returns.</summary>
    Type OutputType { get; }

    /// <summary>Runs or replays the workflow. The code must be deterministic: see <see cref="WorkflowContext"/>.</summary>
    Task<object?> RunAsync(WorkflowContext context, object? input);
}
