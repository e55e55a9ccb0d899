using Aion.Contracts.Events;

namespace Aion.ServiceBroker.Routing;

/// <summary>Where one copy of a kanban goes.</summary>
/// <param name="Kind">Which of the fields below count.</param>
/// <param name="Topic">Local: the queue's topic.</param>
/// <param name="Service">The next service's label; empty when no next service was found.</param>
/// <param name="Number">The process number that goes with it.</param>
/// <param name="Device">The name of another device; empty on this one.</param>
/// <param name="Reason">Dead: one of <see cref="Contracts.Events.DeadReasons"/>.</param>
/// <param name="ReasonText">Dead: the reason as a sentence.</param>
internal readonly record struct Destination(
    DestinationKind Kind, string Topic, string Service, int Number, string Device, string Reason, string ReasonText)
{
    public static Destination Local(string topic, string service, int number) =>
        new(DestinationKind.Local, topic, service, number, "", "", "");

    public static Destination Remote(string device, string service, int number) =>
        new(DestinationKind.Remote, "", service, number, device, "", "");

    /// <summary>Names it in <see cref="KanbanEvent.RoutedTo"/>.</summary>
    public string Name => Device.Length == 0 ? InstanceName.Format(Service, Number) : $"{Device}/{InstanceName.Format(Service, Number)}";

    public static Destination Dead(string reason, string text, string service = "", int number = 0, string device = "") =>
        new(DestinationKind.Dead, "", service, number, device, reason, text);
}
