using Aion.Cli.CommandLine;

namespace Aion.Cli.Hosting;

/// <summary>Starts a platform, with other ports when one was lost to another program.</summary>
internal static class PlatformStart
{
    private const int Attempts = 5;

    // Two hosts that start at the same time want the same defaults and take them from each other, one by one.
    private const int AttemptsWithDefaults = 2;

    /// <summary>Between the choice of a free port and its use another program may have taken it.</summary>
    /// <exception cref="CliException">A component or an app does not start, or a port is taken that must not be changed.</exception>
    public static async Task<Platform> RunAsync(PlatformOptions options, PortPolicy policy, Action<string> step, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var started = options.Time.GetUtcNow();
            try
            {
                return await Platform.StartAsync(options, step, cancellationToken);
            }
            catch (CliException taken) when (taken.ExitCode == ExitCode.PortInUse && policy == PortPolicy.Auto && attempt < Attempts)
            {
                // The file keeps what the apps said; people need not read of a failure that is none.
                options.Log.ForgetWarnings(started);
                var host = options.Ports.Host;
                options = options with { Ports = attempt < AttemptsWithDefaults ? PlatformPorts.Choose(PortPolicy.Auto, host: host) : PlatformPorts.Any(host) };
            }
        }
    }
}
