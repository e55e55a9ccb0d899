namespace Aion.Project.Model;

/// <summary>Kubernetes resources of a container.</summary>
public sealed record ResourcesModel
{
    /// <summary>What is reserved; null: nothing.</summary>
    public ResourceAmounts? Requests { get; init; }

    /// <summary>What it may use at most; null: no limit.</summary>
    public ResourceAmounts? Limits { get; init; }
}
