using System.Globalization;
using Aion.ServiceBroker;
using Aion.ServiceBroker.Platforms.Processes;

namespace Aion.Cli.Hosting;

/// <summary>Services that a killed host left running in its home.</summary>
internal sealed class Survivors(AionHome home, TimeProvider time)
{
    /// <summary>Empty where there is no /proc, and for a home that nobody used yet.</summary>
    public IReadOnlyList<AbandonedInstance> Find() => Instances?.Find() ?? [];

    /// <summary>Ends them, those that do not stop within <paramref name="timeout"/> by force.</summary>
    /// <returns>What there was to end.</returns>
    /// <exception cref="CommandLine.CliException">A host is just starting in this home.</exception>
    public async Task<IReadOnlyList<AbandonedInstance>> EndAsync(TimeSpan timeout)
    {
        if (Find().Count == 0)
        {
            return [];
        }
        using var noOtherHost = HostLock.Take(home);
        var grace = new ServiceBrokerOptions().StopGrace;
        var ended = await Instances!.EndAsync(timeout < grace ? timeout : grace);
        new HostRecordFile(home).Delete();
        return ended;
    }

    public static string Describe(IEnumerable<AbandonedInstance> instances) => string.Join(", ", instances.Select(instance =>
        string.Create(CultureInfo.InvariantCulture, $"{instance.Name} (process {instance.Pids[0]})")));

    private AbandonedInstances? Instances => OperatingSystem.IsLinux() ? new AbandonedInstances(home.Path, time) : null;
}
