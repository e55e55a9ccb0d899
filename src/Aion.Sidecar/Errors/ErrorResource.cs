namespace Aion.Sidecar.Errors;

/// <summary>The resource that an error is about (google.rpc.ResourceInfo).</summary>
internal sealed record ErrorResource(string Type, string Name, string Description);
