using System.Text.Json.Serialization;
using Aion.Project.Validation;

namespace Aion.Project.Model;

/// <summary>Kubernetes quantities as written (<c>512Mi</c>, <c>250m</c>).</summary>
public sealed record ResourceAmounts
{
    /// <summary>Bytes as a quantity; null: not said.</summary>
    public string? Memory { get; init; }

    /// <summary><see cref="Memory"/> as a number of bytes; null: not said.</summary>
    [JsonIgnore]
    public long? MemoryBytes => Memory is not null && Quantity.TryParse(Memory, out double bytes) ? (long)bytes : null;

    /// <summary>Cores as a quantity; null: not said.</summary>
    public string? Cpu { get; init; }
}
