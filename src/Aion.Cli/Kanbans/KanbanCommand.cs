using System.CommandLine;
using Aion.Cli.CommandLine;

namespace Aion.Cli.Kanbans;

/// <summary><c>aionctl kanban</c>: the kanbans of the running project.</summary>
internal static class KanbanCommand
{
    public static Command Create(CommonOptions common) => new AionCommand("kanban", "Send, follow, list and redrive kanbans")
    {
        SendCommand.Create(common),
        WatchCommand.Create(common),
        ListCommand.Create(common),
        DeadCommand.Create(common),
        RedriveCommand.Create(common),
    };
}
