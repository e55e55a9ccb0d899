using System.CommandLine;
using Aion.Cli.Terminal;

namespace Aion.Cli.CommandLine;

/// <summary>What every command has: two options, and the user's wish to end it.</summary>
internal sealed class CommonOptions(StopSignals signals)
{
    public StopSignals Signals => signals;

    public Option<OutputFormat> Output { get; } =
        Choice.Option<OutputFormat>("--output", "json: for programs; people's text then goes to standard error", "-o");

    public Option<string?> Home { get; } = new("--home")
    {
        Description = "Folder of logs, state and data; default: AION_HOME, else ~/.aion",
        HelpName = "DIR",
        Recursive = true,
    };

    public void AddTo(Command root)
    {
        Output.Recursive = true;
        root.Add(Output);
        root.Add(Home);
    }
}
