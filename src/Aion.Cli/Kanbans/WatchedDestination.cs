using Aion.Contracts.Events;

namespace Aion.Cli.Kanbans;

/// <summary>Where a kanban went: a queue, another device, or kanban.dead with a reason.</summary>
internal sealed record WatchedDestination
{
    public string Service { get; init; } = "";

    public int Number { get; init; }

    public string Device { get; init; } = "";

    public string Reason { get; init; } = "";

    public string ReasonText { get; init; } = "";

    public override string ToString()
    {
        var instance = Service.Length > 0 ? InstanceName.Format(Service, Number) : "";
        return Reason.Length > 0 ? $"dead letter ({Reason}: {ReasonText})"
            : Device.Length > 0 ? $"{instance} on {Device}"
            : instance;
    }
}
