using Dapr.Workflow.Abstractions;

namespace Dapr.Workflow;

/// <summary>Which call an activity serves.</summary>
public abstract class WorkflowActivityContext
{
    /// <summary>The name that the workflow called.</summary>
    public abstract TaskIdentifier Identifier { get; }

    /// <summary>The same for every repetition of one call after a crash, so that an effect can be made once.</summary>
    public abstract string TaskExecutionKey { get; }

    /// <summary>The workflow instance that called.</summary>
    public abstract string InstanceId { get; }
}
