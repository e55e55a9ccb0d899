using System.CommandLine;
using Aion.Cli.CommandLine;
using Aion.Cli.Status;
using Aion.Project;

namespace Aion.Cli.Projects;

/// <summary><c>aionctl apply</c>: changes the running project.</summary>
internal static class ApplyCommand
{
    public static Command Create(CommonOptions common)
    {
        var file = ProjectFile.RequiredArgument();
        var plan = new Option<bool>("--plan") { Description = "Only say what would happen, as `aionctl plan` does" };
        return new AionCommand("apply", "Make a project file the one that runs; only what changed is restarted", "aionctl apply project.yml", "aionctl apply project.yml --plan")
        {
            file, plan,
        }.Runs(common, (context, cancellation) => context.Value(plan)
            ? PlanCommand.RunAsync(context, ProjectFile.Locate(context.Value(file)), cancellation)
            : RunAsync(context, ProjectFile.Locate(context.Value(file)), cancellation));
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, string file, CancellationToken cancellationToken)
    {
        var project = CompiledProject.Load(context.Output, file, TargetPlatform.Processes);
        using var broker = BrokerApi.Of(context);
        var report = await broker.ApplyAsync(project, cancellationToken);
        context.Output.Json(report, CliJson.Output.ProjectAnswer);
        ProjectSteps.Write(context.Output, report.Steps);
        context.Output.Line(report.Changed ? $"{file} runs now" : $"{file} is what runs already");
        return ExitCode.Ok;
    }
}
