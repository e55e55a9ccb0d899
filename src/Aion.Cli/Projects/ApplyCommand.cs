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
        var force = new Option<bool>("--force") { Description = "Try updates once more that were rolled back, although nothing was changed" };
        return new AionCommand("apply", "Make a project file the one that runs; only what changed is restarted",
            "aionctl apply project.yml", "aionctl apply project.yml --plan", "aionctl apply project.yml --force")
        {
            file, plan, force,
        }.Runs(common, (context, cancellation) => context.Value(plan)
            ? PlanCommand.RunAsync(context, ProjectFile.Locate(context.Value(file)), context.Value(force), cancellation)
            : RunAsync(context, ProjectFile.Locate(context.Value(file)), context.Value(force), cancellation));
    }

    private static async Task<ExitCode> RunAsync(CommandContext context, string file, bool force, CancellationToken cancellationToken)
    {
        var project = CompiledProject.Load(context.Output, file, TargetPlatform.Processes);
        using var broker = BrokerApi.Of(context);
        var report = await broker.ApplyAsync(project, force, cancellationToken);
        context.Output.Json(report, CliJson.Output.ProjectAnswer);
        ProjectSteps.Write(context.Output, report.Steps);
        context.Output.Line(report.Changed || report.Steps.Any(step => step.Action is not ("keep" or "wait")) ? $"{file} runs now" : $"Nothing to do: {file} is the project in force.");
        return ExitCode.Ok;
    }
}
