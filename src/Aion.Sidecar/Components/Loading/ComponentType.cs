namespace Aion.Sidecar.Components.Loading;

/// <summary>A kind of component that can be loaded.</summary>
/// <param name="Capabilities">What the metadata API reports.</param>
/// <param name="ReadSettings">
/// Reads and validates the metadata without touching anything outside, and answers how to open the component.
/// </param>
internal sealed record ComponentType(IReadOnlyList<string> Capabilities, Func<MetadataReader, ComponentType.Open> ReadSettings)
{
    /// <summary>Opens the component: an IStateStore, IPubSub, IOutputBinding or ISecretStore.</summary>
    public delegate ValueTask<object> Open(ComponentContext context, CancellationToken cancellationToken);
}
