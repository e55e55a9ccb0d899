namespace Dapr.Workflow.Client;

/// <summary>Some of an app's instances.</summary>
/// <param name="InstanceIds">Their ids.</param>
/// <param name="ContinuationToken">For the next page, or null at the end.</param>
public sealed record WorkflowInstancePage(IReadOnlyList<string> InstanceIds, string? ContinuationToken);
