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
        if (!Directory.Exists(spec.WorkingDirectory))
        {
            throw new InstanceStartException($"the directory '{spec.WorkingDirectory}' does not exist");
        }

        if (spec.Command.Count == 0 || spec.Command[0].Length == 0)
        {
            throw new InstanceStartException("it has no command, and without an image there is nothing else to start");
        }

        var program = spec.Command[0];
        return program.Contains('/')
            ? Checked(Path.GetFullPath(program, spec.WorkingDirectory))
            : FindOnPath(program, environment.GetValueOrDefault("PATH") is { Length: > 0 } path ? path : DefaultPath, spec);
    }

    private static string Checked(string path)
    {
        if (Directory.Exists(path))
        {
            throw new InstanceStartException($"the command '{path}' is a directory");
        }

        if (!File.Exists(path))
        {
            throw new InstanceStartException($"the command '{path}' does not exist");
        }

        return IsExecutable(path) ? path : throw new InstanceStartException($"the command '{path}' is not executable");
    }

    private static string FindOnPath(string program, string searchPath, InstanceSpec spec)
    {
        string? refused = null;
        foreach (var folder in searchPath.Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            var candidate = Path.Combine(Path.GetFullPath(folder, spec.WorkingDirectory), program);
            if (File.Exists(candidate))
            {
                if (IsExecutable(candidate))
                {
                    return candidate;
                }

                refused = candidate;
            }
        }

        throw new InstanceStartException(refused is not null
            ? $"the command '{refused}' is not executable"
            : $"the command '{program}' is not on the PATH ({searchPath})");
    }

    private static bool IsExecutable(string path) => Posix.Access(path, Posix.ExecuteAccess) == 0;
}
