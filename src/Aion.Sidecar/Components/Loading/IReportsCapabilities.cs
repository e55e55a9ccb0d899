namespace Aion.Sidecar.Components.Loading;

/// <summary>A component whose capabilities depend on its metadata; they are added to those of its type.</summary>
internal interface IReportsCapabilities
{
    IReadOnlyList<string> Capabilities { get; }
}
