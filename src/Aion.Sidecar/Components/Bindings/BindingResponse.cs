namespace Aion.Sidecar.Components.Bindings;

/// <summary>What a binding answers.</summary>
public sealed record BindingResponse(ReadOnlyMemory<byte> Data, IReadOnlyDictionary<string, string> Metadata);
