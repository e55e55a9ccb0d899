namespace Aion.Sidecar.Errors;

/// <summary>Ends an operation with an error of the catalogue; the API that was called writes it in its own language.</summary>
internal sealed class DaprException(DaprError error) : Exception(error.Message)
{
    public DaprError Error { get; } = error;
}
