namespace Dapr.Workflow.Tests.Model;

/// <summary>Does what a program says, through the context.</summary>
internal sealed class ProgramWorkflow : Workflow<ProgramState, string[]>
{
    private static readonly WorkflowRetryPolicy Retry = new(ProgramStep.MostAttempts, TimeSpan.FromMilliseconds(1));

    public override async Task<string[]> RunAsync(WorkflowContext context, ProgramState input)
    {
        List<string> lines = [.. input.Lines];
        var steps = input.Runs[input.Run];
        for (var i = 0; i < steps.Length; i++)
        {
            lines.Add(await StepAsync(context, steps[i], $"{input.Run}.{i}", input.Seen));
        }

        if (input.Run + 1 < input.Runs.Length)
        {
            context.ContinueAsNew(input with { Run = input.Run + 1, Lines = [.. lines] });
        }

        return [.. lines];
    }

    private static Task<string> StepAsync(WorkflowContext context, ProgramStep step, string path, int[] seen) => step.Kind switch
    {
        StepKind.Activity => ActivityAsync(context, step, path),
        StepKind.Timer => TimerAsync(context, step),
        StepKind.Event => EventAsync(context, step, seen),
        StepKind.Timeout => TimeoutAsync(context),
        StepKind.Echo => EchoAsync(context, path),
        StepKind.Status => StatusAsync(context, path),
        StepKind.Child => ChildAsync(context, step, path),
        StepKind.Parallel => ParallelAsync(context, step, path, seen),
        _ => throw new InvalidOperationException($"fail {path}"),
    };

    private static async Task<string> ActivityAsync(WorkflowContext context, ProgramStep step, string path)
    {
        try
        {
            return await context.CallActivityAsync<string>(nameof(LedgerActivity), new LedgerEntry(path, step.Failures), new WorkflowTaskOptions(Retry));
        }
        catch (WorkflowTaskFailedException e)
        {
            return e.FailureDetails.ErrorMessage;
        }
    }

    private static async Task<string> TimerAsync(WorkflowContext context, ProgramStep step)
    {
        var due = context.CurrentUtcDateTime.AddMilliseconds(step.Number);
        await context.CreateTimer(due, CancellationToken.None);
        return context.CurrentUtcDateTime >= due ? "timer" : "early timer";
    }

    private static async Task<string> EventAsync(WorkflowContext context, ProgramStep step, int[] seen)
    {
        while (true)
        {
            var name = ProgramModel.EventName(step.Number);
            var number = step.Failures == 0
                ? await context.WaitForExternalEventAsync<int>(name)
                : await context.WaitForExternalEventAsync<int>(name, TimeSpan.FromMinutes(10));
            // Whoever raises an event repeats it when the answer was lost.
            if (number >= seen[step.Number])
            {
                seen[step.Number] = number + 1;
                return $"{name} {number}";
            }
        }
    }

    private static async Task<string> TimeoutAsync(WorkflowContext context)
    {
        try
        {
            return await context.WaitForExternalEventAsync<string>("never", TimeSpan.FromMilliseconds(2));
        }
        catch (TaskCanceledException)
        {
            return "timeout";
        }
    }

    private static async Task<string> EchoAsync(WorkflowContext context, string path)
    {
        context.SendEvent(context.InstanceId, "echo " + path, path);
        return "echo " + await context.WaitForExternalEventAsync<string>("echo " + path);
    }

    private static Task<string> StatusAsync(WorkflowContext context, string path)
    {
        context.SetCustomStatus(path);
        return Task.FromResult("status");
    }

    private static async Task<string> ChildAsync(WorkflowContext context, ProgramStep step, string path)
    {
        try
        {
            var options = new ChildWorkflowTaskOptions($"{context.InstanceId}-{path}");
            var lines = await context.CallChildWorkflowAsync<string[]>(nameof(ProgramWorkflow), ProgramState.FirstRun([step.Child!]), options);
            return $"[{string.Join(',', lines)}]";
        }
        catch (WorkflowTaskFailedException e)
        {
            return $"[{e.FailureDetails.ErrorMessage}]";
        }
    }

    private static async Task<string> ParallelAsync(WorkflowContext context, ProgramStep step, string path, int[] seen) =>
        string.Join('|', await Task.WhenAll(step.Branches!.Select((branch, i) => StepAsync(context, branch, $"{path}.{i}", seen))));
}
