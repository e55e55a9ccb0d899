using Aion.Contracts.Events;

namespace Aion.Cli.Kanbans;

/// <summary>Where a kanban went: a queue, another device, or kanban.dead with a reason.</summary>
/// <remarks>Setters, as generated JSON code sets init-only members that the document lacks to null.</remarks>
internal sealed record WatchedDestination
{
    public string Service { get; set; } = "";

    public int Number { get; set; }

    public string Device { get; set; } = "";

    public string Reason { get; set; } = "";

    public string ReasonText { get; set; } = "";

    public override string ToString()
    {
        var instance = Service.Length > 0 ? InstanceName.Format(Service, Number) : "";
        return Reason.Length > 0 ? $"dead letter ({Reason}: {ReasonText})"
            : Device.Length > 0 ? $"{instance} on {Device}"
            : instance;
    }
}
