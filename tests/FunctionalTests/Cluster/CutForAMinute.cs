using System.Diagnostics;
using Aion.Testing;

namespace Aion.FunctionalTests.Cluster;

/// <summary>
/// A cluster of a master and three workers with the intervals that it has by default, in which the link of one was cut before the
/// first test of the class begins: the minute passes while the others run.
/// </summary>
public sealed class CutForAMinute : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);
    private readonly Stopwatch _cut = new();

    /// <summary>What the cluster runs: `own` on the master, then `three`, then `two`, each on another node.</summary>
    public const string Project = """
          one: { targetNode: w1, startup: yes, always: yes, command: [sleep, "100000"], nextService: { default: [ { name: two } ] } }
          two: { targetNode: w2, startup: yes, always: yes, command: [sleep, "100000"], dependsOn: [ { name: three, restart: yes } ] }
          three: { targetNode: w3, startup: yes, always: yes, scale: 2, command: [sleep, "100000"], dependsOn: [ { name: own, restart: yes } ] }
          own: { targetNode: master, startup: yes, always: yes, command: [sleep, "100000"] }
        """;

    internal RunningCluster Cluster { get; private set; } = null!;

    /// <summary>What ran before the cut.</summary>
    internal IReadOnlyDictionary<string, RunningInstance> Before { get; private set; } = null!;

    public static (string Service, string Node)[] Places => [("one", "w1"), ("two", "w2"), ("three", "w3"), ("own", "master")];

    public async Task InitializeAsync()
    {
        Cluster = await RunningCluster.StartAsync(quick: false, "w1", "w2", "w3");
        await Cluster.ApplyAsync(Project);
        Before = await Cluster.RunningAsync(Places);
        Cluster.LinkOf("w3").Cut();
        _cut.Start();
    }

    /// <summary>Returns when the link has been cut for a minute.</summary>
    public Task PassAsync() => _cut.Elapsed < Minute ? Task.Delay(Minute - _cut.Elapsed) : Task.CompletedTask;

    public Task DisposeAsync() => Cluster.DisposeAsync().AsTask();
}
