using System.CommandLine;
using Aion.Cli.Hosting;
using Aion.Cli.Terminal;
using Aion.ServiceBroker.Security;
using Microsoft.Extensions.Configuration;

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
        Token = parsed.GetValue(common.Token) is { Length: > 0 } token ? token
            : ApiToken.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build(), out _);
        Broker = parsed.GetValue(common.Broker);
        Home = AionHome.Resolve(parsed.GetValue(common.Home), Environment.GetEnvironmentVariable);
    }

    public CommandOutput Output { get; }

    public AionHome Home { get; }

    /// <summary>What the platform's API wants to see; null: nothing was said.</summary>
    public string? Token { get; }

    /// <summary>The API of a broker that is not this home's; null: it is this home's.</summary>
    public Uri? Broker { get; }

    public StopSignals Signals { get; }

    public TimeProvider Time { get; } = TimeProvider.System;

    /// <summary>The home, for a command that only reaches the host that runs in it.</summary>
    /// <exception cref="CliException">A broker elsewhere was named: the command would do to this host what was meant for that one.</exception>
    public AionHome OwnHome(string command) => Broker is null ? Home
        : throw new CliException(ExitCode.Usage, $"`aionctl {command}` does not reach {Broker}: it is for the host of a home on this machine. Type it there, without --broker.");

    public T? Value<T>(Option<T> option) => _parsed.GetValue(option);

    public T? Value<T>(Argument<T> argument) => _parsed.GetValue(argument);
}
