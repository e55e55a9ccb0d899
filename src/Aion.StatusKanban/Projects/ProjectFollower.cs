using System.Text.Json;
using Aion.Contracts;
using Aion.Contracts.State;
using Aion.ServiceDefaults.Sidecar;
using Aion.StatusKanban.Queues;
using Aion.StatusKanban.State;
using Microsoft.Extensions.Options;

namespace Aion.StatusKanban.Projects;

/// <summary>
/// Reads the applied project at the start, whenever an event says that it changed, and now and then in case such an event went
/// elsewhere; then has its queues subscribed.
/// </summary>
internal sealed class ProjectFollower(
    StateStore state, CurrentProject project, DeclaredQueues queues, LifecycleListener lifecycle, SidecarReadiness sidecar,
    IOptions<StatusKanbanOptions> options, ILogger<ProjectFollower> logger) : BackgroundService
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);
    private long? _declared;

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await queues.DisposeAsync();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listening = Task.CompletedTask;
        try
        {
            await sidecar.WaitAsync(stoppingToken);
            listening = lifecycle.RunAsync(stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                var pause = await FollowAsync(stoppingToken);
                await lifecycle.Changed.WaitAsync(pause, stoppingToken);
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The app stops.
        }

        await listening;
    }

    /// <summary>How long to wait for an event before the next look.</summary>
    private async Task<TimeSpan> FollowAsync(CancellationToken ct)
    {
        try
        {
            var stored = await state.GetAsync(StateKeys.Project, ct);
            var applied = stored.Exists
                ? JsonSerializer.Deserialize(stored.Data.Span, ContractsJsonContext.Default.AppliedProject)
                : null;
            if (applied is null || applied.Generation == _declared)
            {
                return options.Value.ProjectPoll;
            }

            project.Value = applied;
            Log.Applied(logger, applied.Generation, project.Queues().Count);
            await queues.DeclareAsync(project, ct);
            _declared = applied.Generation;
            return options.Value.ProjectPoll;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Log.NotRead(logger, e.Message);
            return RetryPause < options.Value.ProjectPoll ? RetryPause : options.Value.ProjectPoll;
        }
    }
}
