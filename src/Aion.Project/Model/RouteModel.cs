namespace Aion.Project.Model;

/// <summary>Where a kanban goes next: one entry of a list under <c>nextService</c>.</summary>
public sealed record RouteModel
{
    /// <summary>The next service's name as written.</summary>
    public required string Name { get; init; }

    /// <summary>The next service's label, which names its queue.</summary>
    public required string Label { get; init; }

    /// <summary>Which instance gets it. Default: the number of the sender.</summary>
    public RoutePattern Pattern { get; init; }

    /// <summary>Name of the device as written; null: this device.</summary>
    public string? Device { get; init; }

    /// <summary>The process number that a kanban of the given sender goes to.</summary>
    public int NumberFor(int senderNumber) => Pattern == RoutePattern.First ? 1 : senderNumber;
}
