using Aion.Cli.CommandLine;
using Aion.Cli.Terminal;
using Aion.Project;
using Aion.Project.Model;

namespace Aion.Cli.Projects;

/// <summary>A project file that compiled.</summary>
/// <param name="File">Full path.</param>
/// <param name="Model">What it means.</param>
internal sealed record CompiledProject(string File, ProjectModel Model)
{
    public string Folder => Path.GetDirectoryName(File)!;

    /// <summary>Compiles for this machine and shows what was found; warnings do not stop it.</summary>
    /// <exception cref="CliException">It has errors.</exception>
    public static CompiledProject Load(CommandOutput output, string file, TargetPlatform platform)
    {
        var result = Compile(file, platform);
        if (result.Diagnostics.Count > 0)
        {
            DiagnosticText.Write(output, result.Diagnostics);
        }
        return result.Project is { } model
            ? new CompiledProject(Path.GetFullPath(file), model)
            : throw new CliException(ExitCode.InvalidProject, $"{file} cannot run: {DiagnosticText.Summary(result.Diagnostics)}.");
    }

    public static CompilationResult Compile(string file, TargetPlatform platform) =>
        ProjectCompiler.CompileFile(file, new CompileOptions { Platform = platform });
}
