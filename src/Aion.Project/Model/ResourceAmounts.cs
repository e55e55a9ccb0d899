namespace Aion.Project.Model;

/// <summary>Kubernetes quantities as written (<c>512Mi</c>, <c>250m</c>).</summary>
public sealed record ResourceAmounts
{
    /// <summary>Bytes as a quantity; null: not said.</summary>
    public string? Memory { get; init; }

    /// <summary>Cores as a quantity; null: not said.</summary>
    public string? Cpu { get; init; }
}
