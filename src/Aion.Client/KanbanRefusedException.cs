namespace Aion.Client;

/// <summary>status-kanban refused a kanban for a reason that another attempt does not change; the message is its sentence.</summary>
public sealed class KanbanRefusedException(string message) : Exception(message);
