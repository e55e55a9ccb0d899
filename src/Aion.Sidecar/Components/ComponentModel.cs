namespace Aion.Sidecar.Components;

/// <summary>A component as its YAML describes it, with secrets resolved.</summary>
/// <param name="Name">metadata.name</param>
/// <param name="Type">spec.type, such as pubsub.sqlite</param>
/// <param name="Version">spec.version</param>
/// <param name="Metadata">spec.metadata; names compare without case</param>
/// <param name="Scopes">App ids that may use it; empty: all</param>
/// <param name="Capabilities">What the metadata API reports, such as ETAG and TRANSACTIONAL</param>
public sealed record ComponentModel(
    string Name, string Type, string Version, IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<string> Scopes, IReadOnlyList<string> Capabilities);
