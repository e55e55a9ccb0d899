namespace Aion.Sidecar.Components.Loading;

/// <summary>A document of kind Component as the user wrote it.</summary>
internal sealed record ComponentConfig(
    SourceMark Mark,
    string Name,
    string Type,
    string Version,
    bool IgnoreErrors,
    TimeSpan InitTimeout,
    IReadOnlyList<MetadataItemConfig> Metadata,
    string? SecretStore,
    IReadOnlyList<string> Scopes);
