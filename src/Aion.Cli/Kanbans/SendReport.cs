namespace Aion.Cli.Kanbans;

/// <summary>The JSON document of <c>aionctl kanban send</c>.</summary>
internal sealed record SendReport(string KanbanId, string Service, int Number);
