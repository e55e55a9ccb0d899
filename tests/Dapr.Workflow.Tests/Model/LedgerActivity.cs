namespace Dapr.Workflow.Tests.Model;

/// <summary>Has its effect first and answers later, so that there is a time in which a crash loses only the answer.</summary>
internal sealed class LedgerActivity(Ledger ledger) : WorkflowActivity<LedgerEntry, string>
{
    public override async Task<string> RunAsync(WorkflowActivityContext context, LedgerEntry input)
    {
        var attempt = ledger.Apply(context.InstanceId, input.Path, context.TaskExecutionKey);
        await Task.Delay(1);
        return attempt <= input.Failures ? throw new InvalidOperationException(ProgramModel.Failed(input.Path)) : ProgramModel.Done(input.Path);
    }
}
