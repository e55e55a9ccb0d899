using Aion.Project.Model;
using Aion.ServiceBroker.Cluster.Nodes;
using Aion.ServiceBroker.Cluster.Placing;
using Aion.ServiceBroker.Cluster.Settings;
using Aion.ServiceBroker.Projects;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Cluster.Master;

/// <summary>Takes a project on the master: chooses the nodes, stores the choice, runs its own part, and lets the links tell the workers theirs.</summary>
internal sealed class MasterDistribution(
    ClusterState cluster, ClusterStore store, NodeTable nodes, ProjectApplier applier, LoadMeter load, IOptions<ClusterOptions> options,
    ILogger<MasterDistribution> logger) : IProjectDistribution, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    public async Task<ApplyResult> PlanAsync(ProjectModel desired, string directory, bool force, CancellationToken ct)
    {
        await EnterAsync(ct);
        try
        {
            var before = cluster.Current;
            var next = Place(before with { Project = desired, Directory = directory }, before.Places);
            var own = await applier.PlanAsync(OwnPart(next), directory, force, ct);
            return new ApplyResult(before.Generation, own.Changed || Differs(before, next), Steps(before, next, own));
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task<ApplyResult> ApplyAsync(ProjectModel desired, string directory, string? file, bool force, CancellationToken ct) =>
        ChangeAsync(before => Place(before with { Project = desired, Directory = directory, File = file }, before.Places), ct, force: force);

    public Task<ApplyResult> DeleteAsync(IReadOnlyCollection<string>? labels, CancellationToken ct) => ChangeAsync(
        before => Place(
            before with
            {
                Project = before.Project with { Services = labels is null ? [] : [.. before.Project.Services.Where(s => !labels.Contains(s.Label) && !labels.Contains(s.Name))] },
                File = labels is null ? null : before.File,
            },
            before.Places),
        ct);

    /// <summary>Gives services of a lost node to others. Those that have been placed elsewhere meanwhile stay there.</summary>
    /// <returns>Where they are now, by label; empty: there was nothing to move.</returns>
    /// <exception cref="Grpc.Core.RpcException">The state store did not answer; nothing changed.</exception>
    public async Task<IReadOnlyDictionary<string, string>> MoveAsync(string lost, IReadOnlyCollection<string> labels, CancellationToken ct)
    {
        IReadOnlyDictionary<string, string> moved = new Dictionary<string, string>();
        await ChangeAsync(
            before =>
            {
                // It may have come back while an apply was under way.
                if (nodes.Find(lost) is { Joined: true })
                {
                    return before;
                }

                var kept = before.Places.Where(p => p.Value != lost || !labels.Contains(p.Key)).ToDictionary();
                var next = Place(before, kept, lost);
                moved = next.Places.Where(p => before.Places[p.Key] != p.Value).ToDictionary();
                return next;
            },
            ct,
            asked: false);
        return moved;
    }

    public void Dispose() => _turn.Dispose();

    // What nobody asked for leaves the master's own instances alone: an apply also gives those a new try that had been given up.
    private async Task<ApplyResult> ChangeAsync(Func<ClusterRecord, ClusterRecord> change, CancellationToken ct, bool asked = true, bool force = false)
    {
        await EnterAsync(ct);
        try
        {
            var before = cluster.Current;
            var next = change(before);
            var changed = Differs(before, next);
            if (changed)
            {
                // Above what any worker has: one that ran under an earlier master must not take this for an old order.
                next = next with { Generation = nodes.All.Select(n => n.Generation).Append(before.Generation).Max() + 1 };
            }

            if (changed || next.File != before.File)
            {
                await store.SaveAsync(next, ct);
                cluster.Use(next);
                Log.Distributed(logger, next.Generation, next.Project.Services.Count, next.Places.Values.Distinct().Count());
            }

            if (!asked && SameOwnPart(before, next))
            {
                return new ApplyResult(next.Generation, changed, []);
            }

            // Also when nothing changed: an earlier call may have got no further than the line above.
            var own = await applier.ApplyAsync(OwnPart(next), next.Directory, next.File, force, CancellationToken.None);
            return new ApplyResult(next.Generation, changed || own.Changed, Steps(before, next, own));
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task EnterAsync(CancellationToken ct)
    {
        await cluster.Loaded.WaitAsync(ct);
        await _turn.WaitAsync(ct);
    }

    private ProjectModel OwnPart(ClusterRecord record) => cluster.PartOf(record, options.Value.NodeName);

    private bool SameOwnPart(ClusterRecord before, ClusterRecord next) =>
        ProjectSplit.Fingerprint(OwnPart(before), before.Directory) == ProjectSplit.Fingerprint(OwnPart(next), next.Directory);

    private ClusterRecord Place(ClusterRecord record, IReadOnlyDictionary<string, string> before, string? lost = null) =>
        record with { Places = Placement.Of(record.Project, before, Candidates(lost), lost) };

    // A worker that this master knows to have joined counts also before it is back after a restart of the master.
    private NodeCandidate[] Candidates(string? lost)
    {
        NodeCandidate[] workers = [.. nodes.All.Where(n => n.Joined && n.Name != lost).Select(n => new NodeCandidate(n.Name, n.Load))];
        return workers.Length > 0 ? workers : [new NodeCandidate(options.Value.NodeName, load.Current)];
    }

    // Of its own instances this broker knows better what happens than a comparison of projects does.
    private List<Project.Planning.InstanceStep> Steps(ClusterRecord before, ClusterRecord next, ApplyResult own) =>
        new ClusterPlan(before, next, cluster.PartOf, name => name == options.Value.NodeName ? null : nodes.Find(name) ?? new Node(name))
            .Steps(options.Value.NodeName, own.Steps);

    private static bool Differs(ClusterRecord before, ClusterRecord next) =>
        before.Generation == 0 || before.Directory != next.Directory
        || !before.Places.OrderBy(p => p.Key, StringComparer.Ordinal).SequenceEqual(next.Places.OrderBy(p => p.Key, StringComparer.Ordinal))
        || ProjectJson.Serialize(before.Project) != ProjectJson.Serialize(next.Project);
}
