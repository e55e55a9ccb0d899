namespace Aion.Sidecar.Components.Loading;

/// <summary>A component whose settings are valid and that is not open yet.</summary>
internal sealed record PreparedComponent(ComponentConfig Config, ComponentModel Model, ComponentType.Open Open);
