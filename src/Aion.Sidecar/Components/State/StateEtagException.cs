namespace Aion.Sidecar.Components.State;

/// <summary>An etag did not match, or is not one that the store could have given.</summary>
public sealed class StateEtagException(string key, StateEtagError error)
    : Exception(error == StateEtagError.Invalid ? $"invalid etag value for key {key}" : $"possible etag mismatch for key {key}")
{
    public string Key { get; } = key;

    public StateEtagError Error { get; } = error;
}
