using System.Collections.Concurrent;
using Aion.Sidecar.Components.Sqlite;
using Aion.Sidecar.Workflows.Storage;
using DurableTask.Protocol;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Workflows;

/// <summary>
/// Removes workflows that ended long enough ago. Like the timers they wait in the store alone; here is only when the next of them
/// is due.
/// </summary>
internal sealed class InstanceRetention(TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, WorkflowRetention> _ofApps = new(StringComparer.Ordinal);
    private volatile DueTimer? _timer;

    /// <summary>That of apps without one of their own; null: none.</summary>
    public WorkflowRetention? Default { get; set; }

    /// <summary>How long an instance stays after it ended so; null: without a limit.</summary>
    public TimeSpan? Of(string app, OrchestrationStatus status) => (_ofApps.GetValueOrDefault(app) ?? Default)?.Of(status);

    public void Set(string app, WorkflowRetention retention)
    {
        _ofApps[app] = retention;
        _timer?.Advance(0);
    }

    public void Begin(WorkflowStore store)
    {
        _timer = new DueTimer(time, () => store.ExpireAsync(this), (delay, error) =>
        {
            if (error is not StoreException { IsTold: true })
                Log.RetentionFailed(logger, delay, error);
        });
        if (Default is not null || !_ofApps.IsEmpty)
            _timer.Advance(0);
    }

    /// <summary>An instance has ended now.</summary>
    public void Ended(string app, OrchestrationStatus status)
    {
        if (Of(app, status) is { } span)
            _timer!.Advance(Due(time.GetUtcNow().UtcTicks, span));
    }

    /// <summary>When an instance goes that ended then, in UTC ticks; what lies after the year 9999 never comes.</summary>
    public static long Due(long ended, TimeSpan span) =>
        span.Ticks < DateTime.MaxValue.Ticks - ended ? ended + span.Ticks : DateTime.MaxValue.Ticks;

    public ValueTask DisposeAsync() => _timer?.DisposeAsync() ?? ValueTask.CompletedTask;
}
