using System.Globalization;
using Aion.Sidecar.Errors;
using Aion.Sidecar.Hosting;
using Aion.Sidecar.Workflows;
using Aion.Sidecar.Workflows.Storage;
using Aion.Sidecar.Workflows.Turns;
using DurableTask.Protocol;

namespace Aion.Sidecar.Operations;

/// <summary>Management of workflows for one app. An app id in a call names the app whose workflow it is; none: the caller's.</summary>
internal sealed class WorkflowOperations(SidecarApp app)
{
    private const int LongestId = 64;
    private const string StartTime = "dapr.workflow.start_time";

    private DateTime Now => app.Workflows.Now;

    /// <returns>The instance id, which is a new one when none is given.</returns>
    public async Task<string> StartAsync(
        string name, string id, string input, IReadOnlyDictionary<string, string>? options, string? appId, TraceContext? trace,
        CancellationToken cancellationToken)
    {
        if (id.Length == 0)
            id = Guid.NewGuid().ToString();
        ThrowIfInvalid(id);
        if (name.Length == 0)
            throw new DaprException(WorkflowErrors.NameMissing());
        var request = new CreateInstanceRequest { InstanceId = id, Name = name, Input = input, ParentTraceContext = trace };
        if (options is not null && options.TryGetValue(StartTime, out var time))
            request.ScheduledStartTimestamp = ParseTime(name, time);
        var result = await Hub(appId).StartAsync(StartEvents.Of(request, Now), wantsFreshId: false, cancellationToken);
        if (result != CreateResult.Created)
        {
            var reason = result == CreateResult.Active ? WorkflowErrors.Active(id) : WorkflowErrors.ActiveChildren(id);
            throw new DaprException(WorkflowErrors.Start(
                name, $"unable to start workflow: failed to start workflow: rpc error: code = AlreadyExists desc = {reason}"));
        }

        return id;
    }

    /// <summary>null: there is no such instance.</summary>
    public Task<InstanceRow?> FindAsync(string id, string? appId)
    {
        ThrowIfMissing(id);
        return Hub(appId).FindAsync(id);
    }

    public async Task TerminateAsync(string id, string? appId, CancellationToken cancellationToken)
    {
        if (await AddAsync(id, appId, EngineEvents.Terminated(null, isRecursive: true, Now), cancellationToken) == AddEventResult.NotFound)
            throw new DaprException(WorkflowErrors.NotFound(id));
    }

    public async Task RaiseEventAsync(string id, string name, string? data, string? appId, CancellationToken cancellationToken)
    {
        ThrowIfMissing(id);
        if (name.Length == 0)
            throw new DaprException(WorkflowErrors.EventNameMissing());
        var result = await AddAsync(id, appId, EngineEvents.Raised(name, data, Now), cancellationToken);
        if (Reason(result) is { } reason)
            throw new DaprException(WorkflowErrors.RaiseEvent(id, $"failed to raise event {name} on workflow {id}: failed to raise event: {reason}"));
    }

    public async Task PauseAsync(string id, string? appId, CancellationToken cancellationToken)
    {
        if (Reason(await AddAsync(id, appId, EngineEvents.Suspended(null, Now), cancellationToken)) is { } reason)
            throw new DaprException(WorkflowErrors.Pause(id, $"failed to pause workflow {id}: failed to suspend workflow: {reason}"));
    }

    public async Task ResumeAsync(string id, string? appId, CancellationToken cancellationToken)
    {
        if (Reason(await AddAsync(id, appId, EngineEvents.Resumed(null, Now), cancellationToken)) is { } reason)
            throw new DaprException(WorkflowErrors.Resume(id, $"failed to resume workflow {id}: failed to resume workflow: {reason}"));
    }

    public async Task PurgeAsync(string id, string? appId, CancellationToken cancellationToken)
    {
        ThrowIfMissing(id);
        var result = await Hub(appId).PurgeAsync(id, isRecursive: true, isForced: false, cancellationToken);
        if (!result.Exists)
            throw new DaprException(WorkflowErrors.NotFound(id));
        if (result.IsActive)
            throw new DaprException(WorkflowErrors.Purge(id, $"failed to Purge workflow {id}: failed to purge workflow state: {WorkflowErrors.NotCompleted}"));
    }

    private static string? Reason(AddEventResult result) => result switch
    {
        AddEventResult.NotFound => WorkflowErrors.NoSuchInstance,
        AddEventResult.Stalled => WorkflowErrors.Stalled,
        _ => null,
    };

    private static Google.Protobuf.WellKnownTypes.Timestamp ParseTime(string name, string time)
    {
        if (!DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start))
            throw new DaprException(WorkflowErrors.Start(name, "start times must be in RFC3339 format (e.g. \"2009-11-10T23:00:00Z\")"));
        return Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(start);
    }

    private static void ThrowIfMissing(string id)
    {
        if (id.Length == 0)
            throw new DaprException(WorkflowErrors.IdMissing());
    }

    private static void ThrowIfInvalid(string id)
    {
        if (id.Length > LongestId)
            throw new DaprException(WorkflowErrors.IdTooLong(LongestId));
        if (!id.All(IsNameCharacter))
            throw new DaprException(WorkflowErrors.IdInvalid(id));
    }

    private static bool IsNameCharacter(char character) => char.IsLetterOrDigit(character) || character is '-' or '_';

    private Task<AddEventResult> AddAsync(string id, string? appId, HistoryEvent message, CancellationToken cancellationToken)
    {
        ThrowIfMissing(id);
        return Hub(appId).AddEventAsync(id, message, cancellationToken);
    }

    private WorkflowHub Hub(string? appId)
    {
        if (string.IsNullOrEmpty(appId))
            return app.Workflows.Hub(app.AppId);
        if (!appId.All(IsNameCharacter))
            throw new DaprException(WorkflowErrors.AppIdInvalid(appId));
        return app.Workflows.Hub(appId);
    }
}
