using Aion.Project.Configuration;
using Aion.Project.Diagnostics;

namespace Aion.Project.Validation;

/// <summary>What the Processes platform needs: something to start, and a directory to start it in.</summary>
internal static class ProcessRules
{
    public static void Check(ValidationContext context, ServiceConfig service)
    {
        string owner = $"microservice `{service.Name.Value}`";
        if (service.Command is { } command)
            CheckCommand(context, command, "`command`", owner, service.Name.Span);
        else if (!service.HasCommand && context.Options.Platform == TargetPlatform.Processes)
            context.Report(
                DiagnosticRules.MissingCommand,
                service.Name.Span,
                $"Microservice `{service.Name.Value}` has no `command`, so there is no process to start.",
                "Write the program and its arguments, such as `command: [\"python3\", \"main.py\"]`.");
        if (service.Build is { } build)
            CheckCommand(context, build, "`build`", owner, service.Name.Span);
        // One that is bound to a node of a cluster may lie on the disk of another machine.
        if (service is { DirectoryPath: { } directory, TargetNode: null })
            CheckDirectory(context, directory, owner);
    }

    /// <summary>An argv: a program, and no text that a process cannot get.</summary>
    public static void CheckCommand(
        ValidationContext context,
        IReadOnlyList<Written<string>> argv,
        string key,
        string owner,
        SourceSpan place)
    {
        if (argv.Count == 0)
            context.Report(
                DiagnosticRules.InvalidCommand,
                place,
                $"{key} of {owner} is an empty list.",
                "Write the program and its arguments, such as `[\"python3\", \"main.py\"]`.");
        else if (argv[0].Value.Trim().Length == 0)
            context.Report(
                DiagnosticRules.InvalidCommand,
                argv[0].Span,
                $"The first entry of {key} of {owner} is empty, but must be the program.",
                "Write the program first, such as `[\"python3\", \"main.py\"]`.");
        else if (argv.FirstOrDefault(a => a.Value.Contains('\0', StringComparison.Ordinal)) is { } zero)
            context.Report(
                DiagnosticRules.InvalidCommand,
                zero.Span,
                $"An entry of {key} of {owner} holds a zero character, which no program can get.",
                "Remove it.");
        else if (argv.Count == 1 && argv[0].Value.Contains(' ', StringComparison.Ordinal) && !argv[0].Value.Contains('/', StringComparison.Ordinal))
            context.Report(
                DiagnosticRules.InvalidCommand,
                argv[0].Span,
                $"{key} of {owner} is one entry with spaces; there is no program of that name.",
                $"Write one entry per word: `[{string.Join(", ", argv[0].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => $"\"{w}\""))}]`.");
    }

    private static void CheckDirectory(ValidationContext context, Written<string> directory, string owner)
    {
        if (context.Options is not { Platform: TargetPlatform.Processes, ProjectDirectory: { } root } || directory.Value.Contains('\0', StringComparison.Ordinal))
            return;
        if (!Directory.Exists(Path.Combine(root, directory.Value)))
            context.Report(
                DiagnosticRules.MissingDirectory,
                directory.Span,
                $"The directory `{directory.Value}` of {owner} does not exist.",
                "Write the path relative to the folder of the project file.");
    }
}
