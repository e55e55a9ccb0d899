using System.Text;
using Aion.Contracts.Events;

namespace Aion.ServiceBroker.Tests;

/// <summary>Events as status-kanban publishes them.</summary>
internal static class Kanbans
{
    public static KanbanEvent Of(string sender, int number = 1, string key = "default", string data = "{}", string? id = null) => new()
    {
        Id = id ?? KanbanId.New(TimeProvider.System),
        Source = $"/aion/here/{sender}/{number:D3}",
        Service = sender,
        ProcessNumber = number,
        ConnectionKey = key,
        Device = "here",
        Data = Encoding.UTF8.GetBytes(data),
    };

    public static string Text(KanbanEvent kanban) => Encoding.UTF8.GetString(kanban.Data.Span);
}
