using Aion.Project;
using Aion.Project.Diagnostics;
using Aion.Project.Model;
using Aion.ServiceBroker.Projects;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Api;

/// <summary>The body is the text of the project file; the query's <c>path</c> says where it lies, for its relative folders; <c>force</c> whether what was rolled back is tried again.</summary>
internal static class ProjectApi
{
    public static Task<IResult> PlanAsync(
        HttpRequest request, IProjectDistribution distribution, IOptions<ServiceBrokerOptions> options, string? path, bool? force, CancellationToken ct) =>
        CompileAsync(request, options.Value, path, (project, directory) => distribution.PlanAsync(project, directory, force ?? false, ct));

    public static Task<IResult> ApplyAsync(
        HttpRequest request, IProjectDistribution distribution, IOptions<ServiceBrokerOptions> options, string? path, bool? force, CancellationToken ct) =>
        CompileAsync(request, options.Value, path, (project, directory) => distribution.ApplyAsync(project, directory, path, force ?? false, ct));

    public static Task<IResult> DeleteAsync(IProjectDistribution distribution, CancellationToken ct) =>
        StoreProblem.GuardAsync(async () => Answer(await distribution.DeleteAsync(null, ct), []));

    private static async Task<IResult> CompileAsync(
        HttpRequest request, ServiceBrokerOptions options, string? path, Func<ProjectModel, string, Task<ApplyResult>> use)
    {
        if (path is not null && !Path.IsPathRooted(path))
        {
            return Results.Problem("The path of the project file must be absolute.", statusCode: StatusCodes.Status400BadRequest);
        }

        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        var directory = path is null ? options.Home : Path.GetDirectoryName(path)!;
        var compiled = ProjectCompiler.Compile(
            text, path ?? "project.yml", new CompileOptions { Platform = TargetPlatform.Processes, ProjectDirectory = directory });
        return compiled.Project is { } project
            ? await StoreProblem.GuardAsync(async () => Answer(await use(project, directory), compiled.Diagnostics))
            : Refused(compiled.Diagnostics);
    }

    private static IResult Refused(IReadOnlyList<Diagnostic> diagnostics) => Results.Problem(
        string.Join('\n', diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)),
        title: "The project has errors; nothing was changed.",
        statusCode: StatusCodes.Status422UnprocessableEntity,
        extensions: new Dictionary<string, object?> { ["diagnostics"] = diagnostics.Select(ToJson) });

    // Problem details are written by the framework's serializer, which knows nothing of our enum texts.
    private static object ToJson(Diagnostic d) => new
    {
        d.Code, Severity = d.Severity == DiagnosticSeverity.Error ? "error" : "warning", d.File, d.Line, d.Column, d.Length, d.Message, d.Fix,
    };

    private static IResult Answer(ApplyResult result, IReadOnlyList<Diagnostic> diagnostics) => Results.Json(
        new ProjectAnswer(
            result.Generation,
            result.Changed,
            [.. result.Steps.Select(s => new ProjectStep(s.Instance, s.Action.ToString().ToLowerInvariant(), s.Reason) { Node = s.Node })],
            diagnostics),
        ApiJson.Default.ProjectAnswer);
}
