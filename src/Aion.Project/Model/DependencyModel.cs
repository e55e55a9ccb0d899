namespace Aion.Project.Model;

/// <summary>Another service that must have reached a state before this one starts.</summary>
public sealed record DependencyModel
{
    /// <summary>The other service's name as written.</summary>
    public required string Name { get; init; }

    /// <summary>The other service's label.</summary>
    public required string Label { get; init; }

    /// <summary>Default <see cref="DependencyCondition.Started"/>.</summary>
    public DependencyCondition Condition { get; init; }

    /// <summary>Whether this service is restarted when the other one was. Default false.</summary>
    public bool Restart { get; init; }

    /// <summary>
    /// The other node of a cluster that runs it; null: it runs beside this service. Not in project.yml: the master writes it into
    /// the part of a node.
    /// </summary>
    public string? Node { get; init; }
}
