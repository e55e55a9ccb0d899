using System.CommandLine;
using Aion.Cli.CommandLine;
using Aion.Project;
using Aion.Project.Diagnostics;

namespace Aion.Cli.Projects;

/// <summary><c>aionctl validate</c>: everything that is wrong with a project file, in one run.</summary>
internal static class ValidateCommand
{
    public static Command Create(CommonOptions common)
    {
        var file = ProjectFile.OptionalArgument();
        var platform = Choice.Option<TargetPlatform>("--platform", "Whose rules apply; processes is what `aionctl up` runs");
        return new AionCommand("validate", "Check a project file and point at what to change",
            "aionctl validate", "aionctl validate services.yml --platform kubernetes", "aionctl validate project.yml --output json")
        {
            file, platform,
        }.Runs(common, (context, _) => Task.FromResult(Run(context, ProjectFile.Locate(context.Value(file)), context.Value(platform))));
    }

    private static ExitCode Run(CommandContext context, string file, TargetPlatform platform)
    {
        var result = CompiledProject.Compile(file, platform);
        context.Output.Json(DiagnosticReport.From(file, result), DiagnosticJson.Readable.DiagnosticReport);
        if (result.Diagnostics.Count > 0)
        {
            DiagnosticText.Write(context.Output, result.Diagnostics);
        }
        if (!result.Succeeded)
        {
            return ExitCode.InvalidProject;
        }
        context.Output.Line($"{file} is valid: {result.Project!.Services.Count} microservices on {result.Project.DeviceName}");
        return ExitCode.Ok;
    }
}
