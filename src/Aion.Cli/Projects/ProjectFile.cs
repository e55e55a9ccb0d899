using System.CommandLine;
using Aion.Cli.CommandLine;

namespace Aion.Cli.Projects;

/// <summary>Which project file a command is about.</summary>
internal static class ProjectFile
{
    private const string DefaultName = "project.yml";

    public static Argument<string?> OptionalArgument() => new("FILE")
    {
        Description = "The project file; default: project.yml here, else in this repository examples/inspection-line/project.yml",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Argument<string> RequiredArgument() => new("FILE") { Description = "The project file" };

    /// <summary>The full path of a file that exists, shown to people as they typed it.</summary>
    /// <exception cref="CliException">There is none; the sentence says what was looked for.</exception>
    public static string Locate(string? given)
    {
        if (given is not null)
        {
            var named = Directory.Exists(given) ? Path.Combine(given, DefaultName) : given;
            return File.Exists(named) ? named : throw Missing(named);
        }
        if (File.Exists(DefaultName))
        {
            return DefaultName;
        }
        return SampleOfRepository()
            ?? throw new CliException(ExitCode.Usage, $"There is no {DefaultName} in {Environment.CurrentDirectory}. Name a project file, or go to its folder.");
    }

    private static CliException Missing(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var near = Directory.Exists(folder)
            ? Similar.To(Path.GetFileName(file), Directory.EnumerateFiles(folder, "*.y*ml").Select(found => Path.GetFileName(found)))
            : null;
        var hint = near is null ? "" : $" Did you mean {Path.Combine(Path.GetDirectoryName(file) ?? "", near)}?";
        return new CliException(ExitCode.Usage, $"{file} is not there.{hint}");
    }

    // The tool runs from artifacts/ of a clone. Elsewhere it would put the sample in the place of what somebody meant to start.
    private static string? SampleOfRepository()
    {
        var here = Environment.CurrentDirectory + Path.DirectorySeparatorChar;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Aion.Dapr.sln")))
            {
                if (!here.StartsWith(folder.FullName + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                {
                    return null;
                }
                var sample = Path.Combine(folder.FullName, "examples", "inspection-line", DefaultName);
                return File.Exists(sample) ? sample : null;
            }
        }
        return null;
    }
}
