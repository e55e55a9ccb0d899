using System.Net;
using Aion.Cli.CommandLine;
using Aion.ServiceBroker.Cluster.Settings;
using Microsoft.Extensions.Configuration;

namespace Aion.Cli.Hosting;

/// <summary>What this host is in a cluster: the options of <c>aionctl up</c> over the settings and variables of its environment.</summary>
/// <param name="Cluster">Checked.</param>
/// <param name="Host">Address of all listeners but the one for workers.</param>
/// <param name="Configuration">What the options say, for service-broker.</param>
/// <param name="Arguments">The same options again, for a background process.</param>
internal sealed record NodeSettings(
    ClusterOptions Cluster, IPAddress Host, IReadOnlyDictionary<string, string?> Configuration, IReadOnlyList<string> Arguments)
{
    private static readonly Dictionary<string, string> Keys = new()
    {
        ["--mode"] = "Aion:Mode", ["--master"] = "Aion:Cluster:Master", ["--node"] = "Aion:Cluster:NodeName",
    };

    /// <param name="typed">Values by option; null: not typed.</param>
    /// <param name="host">What was typed after <c>--host</c>.</param>
    /// <exception cref="CliException">Something is wrong; the message says all of it.</exception>
    public static NodeSettings Read(IReadOnlyDictionary<string, string?> typed, string? host)
    {
        var settings = typed.Where(option => option.Value is not null).ToDictionary(option => Keys[option.Key], option => option.Value);
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var address = IPAddress.Loopback;
        if (host is not null)
        {
            address = Loopback(host);
            // Who tells nodes on one machine apart by their addresses means this one too.
            settings["Aion:Cluster:Host"] = environment["Aion:Cluster:Host"] ?? address.ToString();
            settings["Aion:Cluster:NodeIP"] = environment["Aion:Cluster:NodeIP"] ?? environment["NODE_IP"] ?? address.ToString();
        }
        var options = ClusterOptions.From(new ConfigurationBuilder().AddConfiguration(environment).AddInMemoryCollection(settings).Build());
        if (options.Problems() is { Count: > 0 } problems)
        {
            throw new CliException(ExitCode.Usage, string.Join('\n', problems.Select(problem => InOptions(problem, typed))));
        }
        if (options.Kind != ClusterMode.Worker && typed["--master"] is not null)
        {
            throw new CliException(ExitCode.Usage, "--master is for a worker: add --mode worker, or leave it out.");
        }
        var arguments = typed.Append(new("--host", host)).Where(option => option.Value is not null).SelectMany(option => new[] { option.Key, option.Value! });
        return new NodeSettings(options, address, settings, [.. arguments]);
    }

    private static IPAddress Loopback(string host) => IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)
        ? address
        : throw new CliException(ExitCode.Usage,
            $"--host takes an address of this machine for itself, such as 127.0.0.2, not '{host}': the platform's APIs have no login. "
            + "Workers reach a master on Aion__Cluster__Host (0.0.0.0), whatever --host says.");

    // The sentences name the settings; people typed options, or can type them.
    private static string InOptions(string problem, IReadOnlyDictionary<string, string?> typed) => Keys
        .Where(key => typed[key.Key] is not null || key.Key == "--master")
        .Aggregate(problem, (text, key) => text.Replace(key.Value + " ", typed[key.Key] is null ? $"{key.Value} ({key.Key}) " : key.Key + " ", StringComparison.Ordinal));
}
