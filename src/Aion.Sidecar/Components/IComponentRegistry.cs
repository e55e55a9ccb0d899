using System.Diagnostics.CodeAnalysis;
using Aion.Sidecar.Components.Bindings;
using Aion.Sidecar.Components.PubSub;
using Aion.Sidecar.Components.Secrets;
using Aion.Sidecar.Components.State;

namespace Aion.Sidecar.Components;

/// <summary>The components that were loaded and initialised, as one app may see them (scopes are honoured).</summary>
public interface IComponentRegistry
{
    /// <summary>Name, type, version and capabilities of every component visible to the app, for the metadata API.</summary>
    IReadOnlyList<ComponentModel> List(string appId);

    bool TryGetStateStore(string appId, string name, [NotNullWhen(true)] out IStateStore? store, [NotNullWhen(true)] out ComponentModel? model);

    bool TryGetPubSub(string appId, string name, [NotNullWhen(true)] out IPubSub? pubSub, [NotNullWhen(true)] out ComponentModel? model);

    bool TryGetOutputBinding(string appId, string name, [NotNullWhen(true)] out IOutputBinding? binding);

    bool TryGetSecretStore(string appId, string name, [NotNullWhen(true)] out ISecretStore? store);

    /// <summary>Declarative subscriptions (kind Subscription, v2alpha1 and v1alpha1) that are scoped to the app.</summary>
    IReadOnlyList<DeclarativeSubscription> Subscriptions(string appId);
}
