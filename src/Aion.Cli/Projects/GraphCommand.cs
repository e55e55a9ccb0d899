using System.CommandLine;
using Aion.Cli.CommandLine;
using Aion.Project;
using Aion.Project.Graph;
using Aion.Project.Model;

namespace Aion.Cli.Projects;

/// <summary><c>aionctl graph</c>: the flow of a project.</summary>
internal static class GraphCommand
{
    public static Command Create(CommonOptions common)
    {
        var file = ProjectFile.OptionalArgument();
        return new AionCommand("graph", "Print the flow of kanbans as Mermaid", "aionctl graph", "aionctl graph project.yml > flow.mmd", "aionctl graph --output json")
        {
            file,
        }.Runs(common, (context, _) => Task.FromResult(Run(context, ProjectFile.Locate(context.Value(file)))));
    }

    private static ExitCode Run(CommandContext context, string file)
    {
        var result = CompiledProject.Compile(file, TargetPlatform.Any);
        if (result.Project is not { } project)
        {
            DiagnosticText.Write(context.Output, result.Diagnostics);
            throw new CliException(ExitCode.InvalidProject, $"{file} has no flow to show: {DiagnosticText.Summary(result.Diagnostics)}.");
        }
        context.Output.Json(ToReport(project), CliJson.Output.GraphReport);
        if (!context.Output.IsJson)
        {
            // Not through the terminal's formatting: it is Mermaid's text, whatever the width of the window.
            Console.Out.Write(MermaidGraph.Write(project));
        }
        return ExitCode.Ok;
    }

    private static GraphReport ToReport(ProjectModel project) => new(
        project.DeviceName,
        [.. project.Services.Select(service => new GraphNode(service.Label, service.Scale, service.Startup, service.WithoutKanban))],
        [
            .. from service in project.Services
               from routes in service.NextService
               from route in routes.Value
               select new GraphEdge(service.Label, route.Label, routes.Key, route.Pattern == RoutePattern.First, project.IsLocal(route) ? null : route.Device),
        ]);
}
