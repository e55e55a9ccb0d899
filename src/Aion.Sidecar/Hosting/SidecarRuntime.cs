using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Aion.Sidecar.Actors;
using Aion.Sidecar.Components;
using Aion.Sidecar.Subscriptions.Crashes;
using Aion.Sidecar.Workflows;

namespace Aion.Sidecar.Hosting;

/// <summary>The components and the apps of one host.</summary>
internal sealed class SidecarRuntime(SidecarHostOptions options, IComponentRegistry components) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, SidecarServer> _servers = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ConcurrentQueue<Task> _removals = new();
    private bool _stopped;

    public SidecarHostOptions Options => options;

    public IComponentRegistry Components => components;

    public WorkflowEngine Workflows { get; } = new(options);

    public ActorRuntime Actors { get; } = new(options);

    public CrashGuards CrashGuards { get; } = new(options, components);

    public IReadOnlyList<SidecarEndpoint> Endpoints => [.. _servers.Values.Select(server => server.Endpoint)];

    public async Task<SidecarEndpoint> AddAsync(SidecarAppOptions app, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_stopped, typeof(SidecarHost));
            if (_servers.ContainsKey(app.AppId))
                throw new InvalidOperationException($"App id '{app.AppId}' already has a sidecar here; remove it before adding it again.");

            var server = await SidecarServer.StartAsync(new SidecarApp(app, this), cancellationToken);
            _servers[app.AppId] = server;
            return server.Endpoint;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task RemoveAsync(string appId, CancellationToken cancellationToken)
    {
        if (_servers.TryRemove(appId, out var server))
            await server.StopAsync(cancellationToken);
    }

    /// <summary>Removes the app without waiting for it; stopping the host does.</summary>
    public void BeginRemoval(string appId) => _removals.Enqueue(Task.Run(() => RemoveAsync(appId, CancellationToken.None)));

    /// <summary>The app of that id that has its sidecar in this host.</summary>
    public bool TryGetApp(string appId, [NotNullWhen(true)] out SidecarApp? app)
    {
        app = _servers.TryGetValue(appId, out var server) ? server.App : null;
        return app is not null;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            if (_stopped)
                return;
            _stopped = true;
            await Task.WhenAll(_removals);
            await Task.WhenAll(_servers.Keys.Select(appId => RemoveAsync(appId, cancellationToken)));
            await Workflows.DisposeAsync();
            await Actors.DisposeAsync();
            CrashGuards.Dispose();
            if (components is IAsyncDisposable disposable)
                await disposable.DisposeAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var grace = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await StopAsync(grace.Token);
        _gate.Dispose();
    }
}
