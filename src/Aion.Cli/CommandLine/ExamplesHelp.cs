using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Aion.Cli.CommandLine;

/// <summary>The library's help, followed by examples and, for the root command, the exit codes.</summary>
internal sealed class ExamplesHelp(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    /// <summary>Replaces the help of <paramref name="root"/> and, as the option is recursive, of all commands below.</summary>
    public static void AddTo(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new ExamplesHelp((HelpAction)option.Action!);
    }

    public override int Invoke(ParseResult parseResult)
    {
        var result = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        if (command is AionCommand { Examples.Count: > 0 } described)
        {
            output.WriteLine("Examples:");
            foreach (var example in described.Examples)
            {
                output.WriteLine($"  {example}");
            }
            output.WriteLine();
        }
        if (command is RootCommand)
        {
            WriteExitCodes(output);
        }
        return result;
    }

    private static void WriteExitCodes(TextWriter output)
    {
        output.WriteLine("Exit codes:");
        output.WriteLine("  " + string.Join(", ", Enum.GetValues<ExitCode>().Select(code => $"{(int)code} {code}")));
        output.WriteLine("  docs/aionctl.md says when.");
        output.WriteLine();
    }
}
