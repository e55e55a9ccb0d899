namespace Dapr.Workflow.Client;

/// <summary>An entry of an instance's history.</summary>
/// <param name="EventId">The number of what the workflow's code asked for, or -1.</param>
/// <param name="EventType">What it says.</param>
/// <param name="Timestamp">When it was written, in UTC.</param>
public sealed record WorkflowHistoryEvent(int EventId, WorkflowHistoryEventType EventType, DateTime Timestamp);
