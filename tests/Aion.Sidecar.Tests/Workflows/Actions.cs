using DurableTask.Protocol;
using Google.Protobuf.WellKnownTypes;

namespace Aion.Sidecar.Tests.Workflows;

/// <summary>What a worker may ask for.</summary>
internal static class Actions
{
    public static WorkflowAction Call(int id, string name, string? input = null) =>
        new() { Id = id, ScheduleTask = new ScheduleTaskAction { Name = name, Input = input, TaskExecutionId = $"execution-{id}" } };

    public static WorkflowAction Timer(int id, DateTimeOffset fireAt) =>
        new() { Id = id, CreateTimer = new CreateTimerAction { FireAt = Timestamp.FromDateTimeOffset(fireAt) } };

    public static WorkflowAction Child(int id, string name, string instanceId = "", string? input = null) =>
        new() { Id = id, CreateChildWorkflow = new CreateChildWorkflowAction { Name = name, InstanceId = instanceId, Input = input } };

    public static WorkflowAction Complete(string? result = null, OrchestrationStatus status = OrchestrationStatus.Completed, int id = 99) =>
        new() { Id = id, CompleteWorkflow = new CompleteWorkflowAction { WorkflowStatus = status, Result = result } };

    public static WorkflowAction ContinueAsNew(string? input, params HistoryEvent[] carried) =>
        new()
        {
            Id = 99,
            CompleteWorkflow = new CompleteWorkflowAction
            {
                WorkflowStatus = OrchestrationStatus.ContinuedAsNew,
                Result = input,
                CarryoverEvents = { carried },
            },
        };

    public static WorkflowAction Send(int id, string instanceId, string name, string? data = null) =>
        new() { Id = id, SendEvent = new SendEventAction { Instance = new WorkflowInstance { InstanceId = instanceId }, Name = name, Data = data } };

    /// <summary>The kinds of the new events, in their order.</summary>
    public static string Kinds(this IEnumerable<HistoryEvent> events) => string.Join(' ', events.Select(message => message.EventTypeCase.ToString()));
}
