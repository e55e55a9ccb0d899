using System.CommandLine;
using Aion.Cli.Hosting;
using Aion.Cli.Terminal;

namespace Aion.Cli.CommandLine;

/// <summary>One invocation: what was typed, where to write, and which home it is about.</summary>
internal sealed class CommandContext
{
    private readonly ParseResult _parsed;

    public CommandContext(ParseResult parsed, CommonOptions common)
    {
        _parsed = parsed;
        Output = new CommandOutput(parsed.GetValue(common.Output));
        Signals = common.Signals;
        Home = AionHome.Resolve(parsed.GetValue(common.Home), Environment.GetEnvironmentVariable);
    }

    public CommandOutput Output { get; }

    public AionHome Home { get; }

    public StopSignals Signals { get; }

    public TimeProvider Time { get; } = TimeProvider.System;

    public T? Value<T>(Option<T> option) => _parsed.GetValue(option);

    public T? Value<T>(Argument<T> argument) => _parsed.GetValue(argument);
}
