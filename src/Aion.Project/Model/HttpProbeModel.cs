namespace Aion.Project.Model;

/// <summary>Written <c>8080/healthz</c>, or <c>/healthz</c> on <c>dapr.appPort</c>.</summary>
public sealed record HttpProbeModel
{
    /// <summary>Port of instance 1; instance n is asked on Port + n - 1.</summary>
    public required int Port { get; init; }

    /// <summary>Starts with a slash.</summary>
    public required string Path { get; init; }
}
