using System.CommandLine;
using Aion.Cli.CommandLine;
using Aion.Cli.Status;

namespace Aion.Cli.Projects;

/// <summary><c>aionctl delete</c>: takes the running project away; the platform and the queues stay.</summary>
internal static class DeleteCommand
{
    public static Command Create(CommonOptions common) =>
        new AionCommand("delete", "Stop and remove all services of the running project; the platform goes on", "aionctl delete")
            .Runs(common, RunAsync);

    private static async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var broker = BrokerApi.Of(context);
        var report = await broker.DeleteAsync(cancellationToken);
        context.Output.Json(report, CliJson.Output.ProjectAnswer);
        ProjectSteps.Write(context.Output, report.Steps);
        context.Output.Line("no project runs now");
        return ExitCode.Ok;
    }
}
