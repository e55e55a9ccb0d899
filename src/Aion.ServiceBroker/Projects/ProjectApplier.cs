using Aion.Project.Model;
using Aion.Project.Planning;
using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Routing;
using Microsoft.Extensions.Options;

namespace Aion.ServiceBroker.Projects;

/// <summary>Puts a project in force: stored, announced, routed by, and run.</summary>
internal sealed class ProjectApplier(
    AppliedProjects projects, ProjectStore store, RouteState routes, IInstanceLifecycle lifecycle, LifecycleJournal journal,
    IOptions<ServiceBrokerOptions> options, ILogger<ProjectApplier> logger) : IProjectDistribution, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private bool _loaded;
    private bool _running;

    /// <summary>What an apply would do now.</summary>
    public async Task<ApplyResult> PlanAsync(ProjectModel desired, string directory, bool force, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            await LoadAsync(ct);
            return Compare(desired, directory, force);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Applies a checked project. One that differs in nothing from the project in force changes nothing.</summary>
    /// <exception cref="Grpc.Core.RpcException">The state store did not answer; nothing changed.</exception>
    public Task<ApplyResult> ApplyAsync(ProjectModel desired, string directory, string? file, bool force, CancellationToken ct) =>
        ChangeAsync(current => current with { Project = desired, Directory = directory, File = file }, force, ct);

    /// <summary>Takes services out of the project, all of them when <paramref name="labels"/> is null.</summary>
    /// <exception cref="Grpc.Core.RpcException">The state store did not answer; nothing changed.</exception>
    public Task<ApplyResult> DeleteAsync(IReadOnlyCollection<string>? labels, CancellationToken ct) => ChangeAsync(
        current => current with
        {
            Project = current.Project with { Services = labels is null ? [] : [.. current.Project.Services.Where(s => !labels.Contains(s.Label) && !labels.Contains(s.Name))] },
            File = labels is null ? null : current.File,
        },
        force: false,
        ct);

    /// <summary>Continues with the project that the last run of the broker had in force.</summary>
    /// <exception cref="Grpc.Core.RpcException">The state store did not answer.</exception>
    public async Task RestoreAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            await LoadAsync(ct);
            if (!_running)
            {
                await RunAsync(Compare(projects.Current.Project, projects.Current.Directory, force: false), force: false, ct);
                Log.Restored(logger, projects.Current.Generation, projects.Current.Project.Services.Count);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<ApplyResult> ChangeAsync(Func<ProjectRecord, ProjectRecord> change, bool force, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            await LoadAsync(ct);
            var next = change(projects.Current);
            var result = Compare(next.Project, next.Directory, force);
            if (result.Changed)
            {
                next = next with { Generation = next.Generation + 1 };
                await UseAsync(next, ct);
                result = result with { Generation = next.Generation };
                Log.Applied(logger, next.Generation, next.Project.Services.Count);
            }
            else if (next.File != projects.Current.File)
            {
                // The same project from another file: only what people are shown changes.
                await UseAsync(next, ct);
            }

            if (result.Changed || !_running || result.Steps.Any(s => s.Action is InstanceAction.Restart or InstanceAction.Defer or InstanceAction.Start))
            {
                // From here on the project is in force: a caller that gives up must not leave half of it.
                await RunAsync(result, force, CancellationToken.None);
            }

            return result;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task UseAsync(ProjectRecord next, CancellationToken ct)
    {
        await store.SaveAsync(next, ct);
        projects.Use(next);
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        if (!_loaded)
        {
            projects.Use(await store.LoadAsync(ct) ?? ProjectRecord.None);
            _loaded = true;
        }
    }

    private async Task RunAsync(ApplyResult result, bool force, CancellationToken ct)
    {
        var instances = lifecycle.ApplyAsync(InstanceDefinitions.Of(projects.Current, options.Value.Home), result.Steps, force, ct);
        if (!_running)
        {
            // The first kanban that is routed must find the instance that it wakes.
            await instances;
            _running = true;
        }

        journal.ProjectApplied(projects.Current.Generation);
        routes.Use(new RouteTable(projects.Current.Project));
        await instances;
    }

    private ApplyResult Compare(ProjectModel desired, string directory, bool force)
    {
        var current = projects.Current;
        var steps = ProjectPlan.Between(current.Project, desired).Steps;
        var moved = current.Generation > 0 && current.Directory != directory;
        if (moved)
        {
            steps = [.. steps.Select(s => s.Action == InstanceAction.Keep
                ? s with { Action = InstanceAction.Restart, Reason = $"the project moved from {current.Directory} to {directory}" } : s)];
        }

        var changed = moved || current.Generation == 0 || ProjectJson.Serialize(current.Project) != ProjectJson.Serialize(desired);
        if (_running)
        {
            steps = lifecycle.Plan(InstanceDefinitions.Of(current with { Project = desired, Directory = directory }, options.Value.Home), steps, force);
        }

        return new ApplyResult(current.Generation, changed, steps);
    }
}
