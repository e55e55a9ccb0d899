using System.CommandLine;
using Aion.Cli.CommandLine;
using Aion.Cli.Status;
using Aion.Project;

namespace Aion.Cli.Projects;

/// <summary><c>aionctl plan</c>: what an apply would do, and why.</summary>
internal static class PlanCommand
{
    public static Command Create(CommonOptions common)
    {
        var file = ProjectFile.RequiredArgument();
        return new AionCommand("plan", "Say what `aionctl apply` would start, restart, stop and leave alone, and why",
            "aionctl plan project.yml", "aionctl plan project.yml --output json | jq -r '.steps[] | select(.action != \"keep\") | .instance'")
        {
            file,
        }.Runs(common, (context, cancellation) => RunAsync(context, ProjectFile.Locate(context.Value(file)), force: false, cancellation));
    }

    internal static async Task<ExitCode> RunAsync(CommandContext context, string file, bool force, CancellationToken cancellationToken)
    {
        var project = CompiledProject.Load(context.Output, file, TargetPlatform.Processes);
        using var broker = BrokerApi.Of(context);
        var plan = await broker.PlanAsync(project, force, cancellationToken);
        context.Output.Json(plan, CliJson.Output.ProjectAnswer);
        ProjectSteps.Write(context.Output, plan.Steps);
        context.Output.Line(ProjectSteps.Summary(plan.Steps, "would be"));
        context.Output.Line(plan.Changed || plan.Steps.Any(step => step.Action is not ("keep" or "wait"))
            ? $"Nothing was changed. Do it with: aionctl apply {file}{(force ? " --force" : "")}" : $"Nothing to do: {file} is the project in force.");
        return ExitCode.Ok;
    }
}
