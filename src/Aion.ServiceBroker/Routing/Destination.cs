namespace Aion.ServiceBroker.Routing;

/// <summary>Where one copy of a kanban goes.</summary>
/// <param name="Kind">Which of the fields below count.</param>
/// <param name="Topic">Local: the queue's topic.</param>
/// <param name="Service">Local and remote: the next service's label.</param>
/// <param name="Number">Local and remote: the process number.</param>
/// <param name="Device">Remote: the device's name.</param>
/// <param name="Reason">Dead: one of <see cref="Contracts.Events.DeadReasons"/>.</param>
/// <param name="ReasonText">Dead: the reason as a sentence.</param>
internal readonly record struct Destination(
    DestinationKind Kind, string Topic, string Service, int Number, string Device, string Reason, string ReasonText)
{
    public static Destination Local(string topic, string service, int number) =>
        new(DestinationKind.Local, topic, service, number, "", "", "");

    public static Destination Remote(string device, string service, int number) =>
        new(DestinationKind.Remote, "", service, number, device, "", "");

    public static Destination Dead(string reason, string text, string service = "", int number = 0) =>
        new(DestinationKind.Dead, "", service, number, "", reason, text);
}
