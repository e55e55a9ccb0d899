using Grpc.Core;

namespace Aion.Sidecar.Workflows.Storage;

/// <param name="Code">OK: the new instance is there.</param>
/// <param name="Refusal">Why it is not.</param>
internal readonly record struct RerunResult(StatusCode Code, string? Refusal);
