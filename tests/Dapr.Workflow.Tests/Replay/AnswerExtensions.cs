using System.Text.Json;
using DurableTask.Protocol;

namespace Dapr.Workflow.Tests.Replay;

internal static class AnswerExtensions
{
    /// <summary>The actions in short: "0 activity A", "1 timer", "2 child C", "3 event E", "Completed 5".</summary>
    public static string[] InShort(this WorkflowResponse answer) => [.. answer.Actions.Select(InShort)];

    /// <summary>How the run ended in this turn.</summary>
    public static CompleteWorkflowAction End(this WorkflowResponse answer) =>
        answer.Actions.Select(static action => action.CompleteWorkflow).Single(static end => end is not null);

    /// <summary>The output with which the run completed in this turn.</summary>
    public static T? Output<T>(this WorkflowResponse answer)
    {
        var end = answer.End();
        Assert.True(end.WorkflowStatus == OrchestrationStatus.Completed, $"{end.WorkflowStatus}: {end.FailureDetails?.ErrorMessage}");
        return JsonSerializer.Deserialize<T>(end.Result, JsonSerializerOptions.Web);
    }

    private static string InShort(WorkflowAction action) => action switch
    {
        { ScheduleTask: { } call } => $"{action.Id} activity {call.Name}",
        { CreateTimer: not null } => $"{action.Id} timer",
        { CreateChildWorkflow: { } child } => $"{action.Id} child {child.Name}",
        { SendEvent: { } sent } => $"{action.Id} event {sent.Name}",
        { CompleteWorkflow: { } end } => $"{end.WorkflowStatus} {end.Result}".TrimEnd(),
        _ => action.ToString(),
    };
}
