using Aion.Project.Diagnostics;
using Aion.ServiceBroker.Platforms.Processes.Native;

namespace Aion.ServiceBroker.Platforms.Processes;

/// <summary>Finds the program of a command and says in plain words why it cannot be run.</summary>
internal static class CommandResolver
{
    private const string DefaultPath = "/usr/local/bin:/usr/bin:/bin";

    /// <summary>
    /// <c>command[0]</c> with a slash is looked up in the working directory, without one on the instance's PATH.
    /// </summary>
    /// <exception cref="InstanceStartException">There is no such program or directory, or it may not be executed.</exception>
    public static string Resolve(InstanceSpec spec, IReadOnlyDictionary<string, string> environment)
    {
        CheckDirectory(spec.WorkingDirectory);
        if (spec.Command.Count == 0 || spec.Command[0].Length == 0)
        {
            throw Refusal(CauseKind.CommandMissing, "it has no command, and without an image there is nothing else to start");
        }

        var program = spec.Command[0];
        return program.Contains('/')
            ? Checked(Path.GetFullPath(program, spec.WorkingDirectory))
            : FindOnPath(program, environment.GetValueOrDefault("PATH") is { Length: > 0 } path ? path : DefaultPath, spec);
    }

    private static void CheckDirectory(string directory)
    {
        if (!Directory.Exists(directory))
        {
            var parent = Path.GetDirectoryName(directory);
            while (parent is not null && !Directory.Exists(parent))
            {
                parent = Path.GetDirectoryName(parent);
            }

            throw Refusal(
                CauseKind.DirectoryMissing,
                File.Exists(directory) ? $"the working directory '{directory}' is a file; see directoryPath in the project file"
                    : $"the working directory '{directory}' does not exist; there is '{parent}'{DidYouMean(Next(directory, parent), Folders(parent))}");
        }

        if (Posix.Access(directory, Posix.ExecuteAccess) != 0)
        {
            throw Refusal(CauseKind.DirectoryMissing, $"the working directory '{directory}' may not be entered by user {Environment.UserName}");
        }
    }

    private static string Checked(string path)
    {
        if (Directory.Exists(path))
        {
            throw Refusal(CauseKind.NotExecutable, $"the command '{path}' is a directory");
        }

        if (!File.Exists(path))
        {
            var folder = Path.GetDirectoryName(path)!;
            throw Refusal(
                CauseKind.CommandMissing,
                $"the command '{path}' does not exist" + (Directory.Exists(folder) ? DidYouMean(Path.GetFileName(path), Files(folder))
                    : $", nor does the folder '{folder}'"));
        }

        return IsExecutable(path) ? path : throw NotExecutable(path);
    }

    private static string FindOnPath(string program, string searchPath, InstanceSpec spec)
    {
        string? refused = null;
        string[] folders =
            [.. searchPath.Split(':', StringSplitOptions.RemoveEmptyEntries).Select(f => Path.GetFullPath(f, spec.WorkingDirectory)).Distinct()];
        foreach (var candidate in folders.Select(folder => Path.Combine(folder, program)).Where(File.Exists))
        {
            if (IsExecutable(candidate))
            {
                return candidate;
            }

            refused = candidate;
        }

        if (refused is not null)
        {
            throw NotExecutable(refused);
        }

        var here = File.Exists(Path.Combine(spec.WorkingDirectory, program))
            ? $"; write './{program}' for the one in its working directory" : DidYouMean(program, folders.SelectMany(Files));
        throw Refusal(CauseKind.CommandMissing, $"the command '{program}' is not on the PATH{here} (PATH: {string.Join(':', folders)})");
    }

    private static InstanceStartException NotExecutable(string path) => Refusal(
        CauseKind.NotExecutable,
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) == 0
            ? $"the command '{path}' is not executable; run: chmod +x '{path}'"
            : $"the command '{path}' is not executable for user {Environment.UserName}: look at its owner, its mode, and the mount option noexec");

    private static InstanceStartException Refusal(CauseKind kind, string text) => new(new InstanceCause(kind, text));

    private static string DidYouMean(string written, IEnumerable<string> names) =>
        NearestName.Find(written, names) is { } near ? $"; did you mean '{near}'?" : "";

    // The first part of a missing path below the last folder that is there.
    private static string Next(string path, string? existing) => Path.GetRelativePath(existing ?? "/", path).Split('/')[0];

    private static IEnumerable<string> Folders(string? parent) => Names(parent, Directory.EnumerateDirectories);

    private static IEnumerable<string> Files(string folder) => Names(folder, Directory.EnumerateFiles);

    private static IEnumerable<string> Names(string? folder, Func<string, IEnumerable<string>> list)
    {
        try
        {
            return folder is null || !Directory.Exists(folder) ? [] : [.. list(folder).Select(entry => Path.GetFileName(entry))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsExecutable(string path) => Posix.Access(path, Posix.ExecuteAccess) == 0;
}
