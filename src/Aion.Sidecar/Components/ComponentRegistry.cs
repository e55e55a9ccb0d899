using System.Diagnostics.CodeAnalysis;
using Aion.Sidecar.Components.Bindings;
using Aion.Sidecar.Components.Loading;
using Aion.Sidecar.Components.PubSub;
using Aion.Sidecar.Components.Secrets;
using Aion.Sidecar.Components.State;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Components;

/// <summary>The components and declarative subscriptions of the resource files, opened once and shared by all apps.</summary>
public sealed class ComponentRegistry : IComponentRegistry, IAsyncDisposable
{
    private readonly Dictionary<string, OpenComponent> components;
    private readonly IReadOnlyList<ScopedSubscription> subscriptions;
    private readonly IReadOnlyList<IAsyncDisposable> shared;

    internal ComponentRegistry(
        IEnumerable<OpenComponent> components, IReadOnlyList<ScopedSubscription> subscriptions, IReadOnlyList<IAsyncDisposable> shared)
    {
        this.components = components.ToDictionary(component => component.Model.Name, StringComparer.Ordinal);
        (this.subscriptions, this.shared) = (subscriptions, shared);
    }

    /// <summary>How long ended workflows stay by the Configuration among the resource files; null: it does not say.</summary>
    public WorkflowRetention? WorkflowRetention { get; init; }

    /// <summary>Reads the resource files and opens every component that they describe.</summary>
    /// <param name="resourcePaths">Files, or folders whose *.yaml and *.yml files are read; folders in folders are not.</param>
    /// <param name="dataDirectory">What relative paths in component metadata resolve against; made when it is missing.</param>
    /// <param name="timeProvider">Clock and timers of the components.</param>
    /// <param name="loggerFactory">Where the components log.</param>
    /// <param name="cancellationToken">Stops the loading; what was opened is closed again.</param>
    /// <exception cref="ComponentException">
    /// Something is wrong in the files or cannot be opened. One line for each failure: file, line, column, what is wrong and
    /// what to write instead.
    /// </exception>
    public static Task<ComponentRegistry> LoadAsync(
        IReadOnlyList<string> resourcePaths, string dataDirectory, TimeProvider timeProvider, ILoggerFactory loggerFactory, CancellationToken cancellationToken) =>
        new ComponentLoader(dataDirectory, timeProvider, loggerFactory).LoadAsync(resourcePaths, cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<ComponentModel> List(string appId) =>
        [.. components.Values.Select(component => component.Model).Where(model => InScope(model.Scopes, appId)).OrderBy(model => model.Name, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public bool TryGetStateStore(string appId, string name, [NotNullWhen(true)] out IStateStore? store, [NotNullWhen(true)] out ComponentModel? model) =>
        TryGet(appId, name, out store, out model);

    /// <inheritdoc/>
    public bool TryGetPubSub(string appId, string name, [NotNullWhen(true)] out IPubSub? pubSub, [NotNullWhen(true)] out ComponentModel? model) =>
        TryGet(appId, name, out pubSub, out model);

    /// <inheritdoc/>
    public bool TryGetOutputBinding(string appId, string name, [NotNullWhen(true)] out IOutputBinding? binding) => TryGet(appId, name, out binding, out _);

    /// <inheritdoc/>
    public bool TryGetSecretStore(string appId, string name, [NotNullWhen(true)] out ISecretStore? store) => TryGet(appId, name, out store, out _);

    /// <inheritdoc/>
    public IReadOnlyList<DeclarativeSubscription> Subscriptions(string appId) =>
        [.. subscriptions.Where(subscription => InScope(subscription.Scopes, appId)).Select(subscription => subscription.Subscription)];

    /// <summary>Closes the components; what was accepted is durable before this completes.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var component in components.Values)
        {
            await component.DisposeAsync();
        }

        foreach (var disposable in shared)
        {
            await disposable.DisposeAsync();
        }
    }

    private bool TryGet<T>(string appId, string name, [NotNullWhen(true)] out T? instance, [NotNullWhen(true)] out ComponentModel? model)
        where T : class
    {
        (instance, model) = components.TryGetValue(name, out var component) && InScope(component.Model.Scopes, appId) && component.Instance is T found
            ? (found, component.Model)
            : (null, (ComponentModel?)null);
        return instance is not null && model is not null;
    }

    private static bool InScope(IReadOnlyList<string> scopes, string appId) => scopes.Count == 0 || scopes.Contains(appId, StringComparer.Ordinal);
}
