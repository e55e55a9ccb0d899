namespace Aion.Project.Model;

/// <summary>A port that a service listens on.</summary>
public sealed record PortModel
{
    /// <summary>Unique in its service; null only for a single port.</summary>
    public string? Name { get; init; }

    /// <summary><c>TCP</c> (default), <c>UDP</c> or <c>SCTP</c>.</summary>
    public PortProtocol Protocol { get; init; }

    /// <summary>1 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>30000 to 32767, or null: Kubernetes chooses.</summary>
    public int? NodePort { get; init; }
}
