using Dapr.Workflow.Abstractions;

namespace Dapr.Workflow.Worker;

internal sealed class ActivityCallContext(TaskIdentifier identifier, string instanceId, string taskExecutionKey) : WorkflowActivityContext
{
    public override TaskIdentifier Identifier { get; } = identifier;

    public override string TaskExecutionKey { get; } = taskExecutionKey;

    public override string InstanceId { get; } = instanceId;
}
