namespace Aion.Sidecar.Components.Loading;

/// <summary>What the resource files declare, in the order of the files.</summary>
internal sealed record ResourceConfigs(IReadOnlyList<ComponentConfig> Components, IReadOnlyList<ScopedSubscription> Subscriptions);
