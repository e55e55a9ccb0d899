using Aion.Contracts.Events;

namespace Aion.ServiceBroker.Routing;

/// <summary>What a watcher is told about one kanban. Holds no slice of the delivery, which is reused.</summary>
internal sealed record RoutedNotice(int Index, KanbanEvent Kanban, byte[] Data, IReadOnlyList<Destination> Destinations)
{
    public static RoutedNotice Of(int index, KanbanEvent kanban, IReadOnlyList<Destination> destinations) =>
        new(index, kanban with { Data = default }, kanban.Data.ToArray(), destinations);
}
