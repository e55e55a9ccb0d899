using Aion.ServiceBroker.Platforms;
using Aion.ServiceBroker.Platforms.Processes;
using Aion.ServiceBroker.Platforms.Processes.Logs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Tests.Platforms.Processes;

/// <summary>The process platform over a home folder, without sidecars.</summary>
internal static class TestPlatform
{
    public static ProcessPlatform Create(string home, ISidecarLauncher? sidecars = null, InstanceLogs? logs = null) => new(
        Options.Create(new ServiceBrokerOptions { Home = home, StopGrace = TimeSpan.FromSeconds(2) }),
        sidecars ?? new NoSidecarLauncher(),
        logs ?? Logs(home),
        TimeProvider.System,
        NullLogger<ProcessPlatform>.Instance);

    public static InstanceLogs Logs(string home, long limit = 1_000_000) =>
        new(Options.Create(new ServiceBrokerOptions { Home = home, LogMaxBytes = limit, LogFilesKept = 2 }));

    public static InstanceSpec Spec(string home, params string[] command) => new()
    {
        Service = "job",
        Number = 1,
        Name = "job-001",
        Command = command,
        WorkingDirectory = home,
        Environment = new Dictionary<string, string> { ["SERVICE_NAME"] = "job", ["MS_NUMBER"] = "1" },
    };
}
