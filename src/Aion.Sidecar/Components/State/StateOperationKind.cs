namespace Aion.Sidecar.Components.State;

/// <summary>What a <see cref="StateOperation"/> does to its key.</summary>
public enum StateOperationKind
{
    Upsert,
    Delete,
}
