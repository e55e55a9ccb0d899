namespace Aion.Sidecar.Components.Loading;

/// <summary>What the resource files declare, in the order of the files.</summary>
/// <param name="Components">The components.</param>
/// <param name="Subscriptions">The subscriptions.</param>
/// <param name="WorkflowRetention">Of a Configuration; null: there is none.</param>
internal sealed record ResourceConfigs(
    IReadOnlyList<ComponentConfig> Components, IReadOnlyList<ScopedSubscription> Subscriptions, WorkflowRetention? WorkflowRetention);
