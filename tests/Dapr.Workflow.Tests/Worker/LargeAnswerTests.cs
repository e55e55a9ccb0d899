using Aion.Testing;
using DurableTask.Protocol;

namespace Dapr.Workflow.Tests.Worker;

/// <summary>Answers that are larger than the sidecar takes: here 4 MiB, as is daprd's default.</summary>
public sealed class LargeAnswerTests
{
    private const int Size = 5 * 1024 * 1024;

    [Fact]
    public async Task Activity_WithALargeResult_IsAnsweredWithAFailureThatSaysSo()
    {
        await using var sidecar = await FakeSidecar.StartAsync();
        await using var worker = await WorkerHost.StartAsync(sidecar.Port, static options => options.RegisterActivity<int, string>(
            "Read", static (_, size) => Task.FromResult(new string('x', size))));
        var stream = await sidecar.NextStreamAsync();

        await stream.SendActivityAsync("i1", "Read", $"{Size}");

        var answer = await sidecar.NextActivityAsync();
        Assert.Equal(("i1", 3, "token"), (answer.InstanceId, answer.TaskId, answer.CompletionToken));
        Assert.Equal(("AnswerTooLarge", true), (answer.FailureDetails.ErrorType, answer.FailureDetails.IsNonRetriable));
        Assert.Matches("takes 52429[0-9]{2} bytes, which is more than the sidecar takes: .+", answer.FailureDetails.ErrorMessage);
    }

    [Fact]
    public async Task Turn_WithALargeResult_FailsTheWorkflow()
    {
        await using var sidecar = await FakeSidecar.StartAsync();
        await using var worker = await WorkerHost.StartAsync(sidecar.Port, static options => options.RegisterWorkflow<int, string>(
            "Read", static (_, size) => Task.FromResult(new string('x', size))));
        var stream = await sidecar.NextStreamAsync();

        await stream.SendTurnAsync("i1", "Read", $"{Size}");

        var answer = await sidecar.NextTurnAsync();
        Assert.Equal(("i1", "turn of i1"), (answer.InstanceId, answer.CompletionToken));
        var end = Assert.Single(answer.Actions).CompleteWorkflow;
        Assert.Equal((OrchestrationStatus.Failed, "AnswerTooLarge"), (end.WorkflowStatus, end.FailureDetails.ErrorType));
        Assert.Contains("more than the sidecar takes", end.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }
}
