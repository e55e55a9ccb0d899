using Aion.Sidecar.Components;
using Aion.Sidecar.Hosting;

namespace Aion.Sidecar;

/// <summary>
/// An embedded Dapr-compatible sidecar for any number of apps in one process. All apps share the loaded components, as far
/// as their scopes allow; each has an HTTP and a gRPC endpoint of its own on loopback. Apps come and go while it runs.
/// </summary>
public sealed class SidecarHost : IAsyncDisposable
{
    private readonly SidecarRuntime _runtime;

    private SidecarHost(SidecarRuntime runtime) => _runtime = runtime;

    /// <summary>The endpoints of the apps that are being served.</summary>
    public IReadOnlyList<SidecarEndpoint> Endpoints => _runtime.Endpoints;

    internal SidecarRuntime Runtime => _runtime;

    /// <summary>Loads the components and returns a host without apps.</summary>
    /// <exception cref="ComponentException">A component YAML is wrong or a component could not be initialised.</exception>
    /// <exception cref="IOException">The store of the workflows, workflows.db, is in use by another process or cannot be opened.</exception>
    public static async Task<SidecarHost> StartAsync(SidecarHostOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        Directory.CreateDirectory(options.DataDirectory);
        var components = await ComponentRegistry.LoadAsync(
            options.ResourcePaths, options.DataDirectory, options.TimeProvider, options.LoggerFactory, cancellationToken);
        var host = Start(options, components);
        host._runtime.Workflows.Retention.Default = components.WorkflowRetention;
        try
        {
            await host._runtime.Workflows.StartAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>A host over components that are already open; it closes them when it stops.</summary>
    internal static SidecarHost Start(SidecarHostOptions options, IComponentRegistry components) =>
        new(new SidecarRuntime(options, components));

    /// <summary>Opens the app's endpoints and, when it has an app channel, waits for it in the background.</summary>
    /// <exception cref="InvalidOperationException">The app id is already served.</exception>
    /// <exception cref="IOException">A port is taken.</exception>
    public Task<SidecarEndpoint> AddAppAsync(SidecarAppOptions app, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(app);
        return _runtime.AddAsync(app, cancellationToken);
    }

    /// <summary>The app listens now: it is looked at without a wait, as otherwise it would be within half a second.</summary>
    public void NoteAppIsUp(string appId)
    {
        if (_runtime.TryGetApp(appId, out var app))
            app.Presence.Suspect();
    }

    /// <summary>
    /// Stops delivering to the app, lets running deliveries and calls end, and closes its endpoints. An unknown app id is no
    /// error. Cancelling ends the drain at once.
    /// </summary>
    public Task RemoveAppAsync(string appId, CancellationToken cancellationToken = default) =>
        _runtime.RemoveAsync(appId, cancellationToken);

    /// <summary>
    /// Counts a crash of an app against the events of its guarded queue that it had and did not answer. For an app that is not
    /// served now: its deliveries are over. A run is counted once; the count is durable when this returns.
    /// </summary>
    /// <returns>Ids of the events that the app does not get any more because of it: they go to the dead-letter topic.</returns>
    public Task<IReadOnlyList<string>> ReportCrashAsync(
        string appId, CrashGuardOptions guard, AppCrash crash, CancellationToken cancellationToken = default) =>
        _runtime.CrashGuards.Open(appId, guard).ReportAsync(crash, cancellationToken);

    /// <summary>Removes every app, then closes the components. Cancelling ends the drain at once.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => _runtime.StopAsync(cancellationToken);

    /// <summary>Stops with at most five seconds for the drain.</summary>
    public ValueTask DisposeAsync() => _runtime.DisposeAsync();
}
