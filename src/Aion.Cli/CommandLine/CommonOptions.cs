using System.CommandLine;
using Aion.Cli.Terminal;

namespace Aion.Cli.CommandLine;

/// <summary>What every command has: some options, and the user's wish to end it.</summary>
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

    public Option<string?> Token { get; } = new("--token")
    {
        Description = "Token of the platform's API; default: AION_API_TOKEN, which the list of processes does not show",
        HelpName = "TOKEN",
        Recursive = true,
    };

    public Option<Uri?> Broker { get; } = new("--broker")
    {
        Description = "HTTP API of a service-broker elsewhere, in place of the host of this home",
        HelpName = "URL",
        Recursive = true,
        CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : Refuse(result),
    };

    private static Uri? Refuse(System.CommandLine.Parsing.ArgumentResult result)
    {
        result.AddError($"--broker takes a URL such as http://192.168.0.5:11112, not '{result.Tokens[0].Value}'.");
        return null;
    }

    public void AddTo(Command root)
    {
        root.Add(Token);
        root.Add(Broker);
        Output.Recursive = true;
        root.Add(Output);
        root.Add(Home);
    }
}
