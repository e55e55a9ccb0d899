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
    StateStore state, CurrentProject project, QueueRegistry queues, LifecycleListener lifecycle, SidecarReadiness sidecar,
    IOptions<StatusKanbanOptions> options, ILogger<ProjectFollower> logger) : BackgroundService
{
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
                await FollowAsync(stoppingToken);
                await lifecycle.Changed.WaitAsync(options.Value.ProjectPoll, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The app stops.
        }

        await listening;
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        try
        {
            var stored = await state.GetAsync(StateKeys.Project, ct);
            var applied = stored.Exists
                ? JsonSerializer.Deserialize(stored.Data.Span, ContractsJsonContext.Default.AppliedProject)
                : null;
            if (applied?.Generation == project.Value?.Generation)
            {
                return;
            }

            project.Value = applied;
            var declared = project.Queues();
            Log.Applied(logger, applied?.Generation ?? 0, declared.Count);
            await queues.DeclareAsync(declared);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // The queues stay as they are; the next round comes.
            Log.NotRead(logger, e.Message);
        }
    }
}
