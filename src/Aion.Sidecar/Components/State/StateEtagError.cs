namespace Aion.Sidecar.Components.State;

/// <summary>Why an etag was refused.</summary>
public enum StateEtagError
{
    Mismatch,
    Invalid,
}
