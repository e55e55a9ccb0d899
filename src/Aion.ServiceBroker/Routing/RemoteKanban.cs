using Aion.Contracts.Events;

namespace Aion.ServiceBroker.Routing;

/// <summary>A copy for another device.</summary>
/// <param name="Index">Which event of the delivery it came from.</param>
/// <param name="Device">The device.</param>
/// <param name="Kanban">The copy: its receiver and its own id are set.</param>
internal readonly record struct RemoteKanban(int Index, string Device, KanbanEvent Kanban);
