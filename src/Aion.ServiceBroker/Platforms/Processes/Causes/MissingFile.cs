using System.Text.RegularExpressions;

namespace Aion.ServiceBroker.Platforms.Processes.Causes;

/// <summary>Recognises in the last lines of a log that a program did not find a file, a module or a command.</summary>
internal static partial class MissingFile
{
    // What the run-times of the usual languages, the loader and the shells write; the group is the name.
    private static readonly Regex[] Files =
    [
        PythonModule(), PythonFile(), NodeModule(), NodeFile(), DotnetFile(), DotnetProgram(), JavaJar(), JavaClass(), Library(), AnyFile(),
    ];

    /// <summary>The name of a missing file or module in the last line that has one, or null.</summary>
    public static string? FindFile(IReadOnlyList<string> lines) => Find(lines, Files);

    /// <summary>The name of a command that a shell did not find, or null.</summary>
    public static string? FindCommand(IReadOnlyList<string> lines) => Find(lines, [ShellCommand()]);

    private static string? Find(IReadOnlyList<string> lines, Regex[] patterns)
    {
        foreach (var line in lines.Reverse())
        {
            foreach (var pattern in patterns)
            {
                if (pattern.Match(line) is { Success: true } match)
                {
                    return match.Groups["name"].Value.Trim();
                }
            }
        }

        return null;
    }

    [GeneratedRegex(@"ModuleNotFoundError: No module named '(?<name>[^']+)'")]
    private static partial Regex PythonModule();

    [GeneratedRegex(@"\[Errno 2\] No such file or directory: '(?<name>[^']+)'|can't open file '(?<name>[^']+)': \[Errno 2\]")]
    private static partial Regex PythonFile();

    [GeneratedRegex(@"Cannot find (?:module|package) '(?<name>[^']+)'")]
    private static partial Regex NodeModule();

    [GeneratedRegex(@"ENOENT: no such file or directory, \w+ '(?<name>[^']+)'")]
    private static partial Regex NodeFile();

    [GeneratedRegex(@"Could not (?:find file|find a part of the path|load file or assembly) '(?<name>[^',]+)")]
    private static partial Regex DotnetFile();

    [GeneratedRegex(@"The application '(?<name>[^']+)' does not exist")]
    private static partial Regex DotnetProgram();

    [GeneratedRegex(@"Unable to access jarfile (?<name>\S+)")]
    private static partial Regex JavaJar();

    [GeneratedRegex(@"(?:ClassNotFoundException|NoClassDefFoundError|NoSuchFileException): (?<name>\S+)")]
    private static partial Regex JavaClass();

    [GeneratedRegex(@"error while loading shared libraries: (?<name>[^:]+):")]
    private static partial Regex Library();

    [GeneratedRegex(@"(?:^|[:\s'""])(?<name>[^\s:'""]+)['""]?: [Nn]o such file or directory")]
    private static partial Regex AnyFile();

    [GeneratedRegex(@"(?<name>[^\s:]+): (?:command )?not found\s*$|command not found: (?<name>\S+)")]
    private static partial Regex ShellCommand();
}
