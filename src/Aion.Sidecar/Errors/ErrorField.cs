namespace Aion.Sidecar.Errors;

/// <summary>The part of a request that an error is about (google.rpc.BadRequest.FieldViolation).</summary>
internal sealed record ErrorField(string Name, string Description);
