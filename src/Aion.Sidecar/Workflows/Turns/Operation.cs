namespace Aion.Sidecar.Workflows.Turns;

/// <summary>Something that a workflow scheduled and that gets one result.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Id">The event id of its scheduling.</param>
internal readonly record struct Operation(OperationKind Kind, int Id);
