using System.Diagnostics.CodeAnalysis;
using Aion.Sidecar.Components;
using Aion.Sidecar.Components.Bindings;
using Aion.Sidecar.Components.PubSub;
using Aion.Sidecar.Components.Secrets;
using Aion.Sidecar.Components.State;

namespace Aion.Sidecar.Hosting;

/// <summary>No components at all.</summary>
internal sealed class EmptyComponentRegistry : IComponentRegistry
{
    public IReadOnlyList<ComponentModel> List(string appId) => [];

    public bool TryGetStateStore(string appId, string name, [NotNullWhen(true)] out IStateStore? store, [NotNullWhen(true)] out ComponentModel? model)
    {
        store = null;
        model = null;
        return false;
    }

    public bool TryGetPubSub(string appId, string name, [NotNullWhen(true)] out IPubSub? pubSub, [NotNullWhen(true)] out ComponentModel? model)
    {
        pubSub = null;
        model = null;
        return false;
    }

    public bool TryGetOutputBinding(string appId, string name, [NotNullWhen(true)] out IOutputBinding? binding)
    {
        binding = null;
        return false;
    }

    public bool TryGetSecretStore(string appId, string name, [NotNullWhen(true)] out ISecretStore? store)
    {
        store = null;
        return false;
    }

    public IReadOnlyList<DeclarativeSubscription> Subscriptions(string appId) => [];
}
