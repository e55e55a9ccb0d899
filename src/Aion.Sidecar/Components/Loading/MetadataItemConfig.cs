namespace Aion.Sidecar.Components.Loading;

/// <summary>One item of spec.metadata: a value, or a reference to a secret or to an environment variable.</summary>
internal sealed record MetadataItemConfig(SourceMark Mark, string Name, string? Value, string? SecretName, string? SecretKey, string? EnvironmentVariable);
