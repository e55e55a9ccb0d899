using System.Collections.Concurrent;
using Aion.Sidecar.Components;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Subscriptions.Crashes;

/// <summary>The guards of the host's apps. Each is there from the first report or start of its app to the end of the host.</summary>
internal sealed class CrashGuards(SidecarHostOptions options, IComponentRegistry components) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<CrashGuard>> _guards = new(StringComparer.Ordinal);
    private readonly ILogger _logger = options.LoggerFactory.CreateLogger("Aion.Sidecar.Subscriptions");

    public CrashGuard Open(string appId, CrashGuardOptions guard)
    {
        var opened = _guards.GetOrAdd(appId, _ => new Lazy<CrashGuard>(() => new CrashGuard(
            guard, FileOf(appId), new PoisonLetters(appId, components, options.TimeProvider, _logger), options.TimeProvider))).Value;
        opened.Options = guard;
        return opened;
    }

    /// <summary>The app is not guarded, or not any more: what is known of an earlier one of its id does not concern it.</summary>
    public void Forget(string appId)
    {
        if (_guards.TryRemove(appId, out var guard))
            guard.Value.Forget();
        else
            FileOf(appId).Delete();
    }

    public void Dispose()
    {
        foreach (var guard in _guards.Values)
            guard.Value.Dispose();
    }

    private GuardFile FileOf(string appId) => new(options.DataDirectory, appId, _logger);
}
