namespace Dapr.Workflow.Worker.Replay;

/// <summary>The code of a workflow does not do what its history says it did, or does what no replay can repeat.</summary>
internal sealed class NonDeterministicWorkflowException(string message, Exception? inner = null) : InvalidOperationException(message, inner);
