using System.Text;
using System.Text.Json;
using Aion.Contracts.Events;

namespace Aion.ServiceBroker.Routing;

/// <summary>What is delivered on kanban.after and is no kanban.</summary>
internal static class InvalidEvents
{
    private const int LongestText = 64 * 1024;

    /// <summary>Data that is a slice of the event was read as part of it; data that came as text or Base64 was not, and is copied raw.</summary>
    /// <exception cref="FormatException">It is no JSON.</exception>
    public static void RefuseBrokenText(in BulkEntry entry, KanbanEvent kanban)
    {
        if (kanban.Data.IsEmpty || entry.Event.Span.Overlaps(kanban.Data.Span))
        {
            return;
        }

        try
        {
            var reader = new Utf8JsonReader(kanban.Data.Span, new JsonReaderOptions { MaxDepth = 256 });
            while (reader.Read())
            {
            }
        }
        catch (JsonException e)
        {
            throw new FormatException("The data is not valid JSON: " + e.Message, e);
        }
    }

    /// <summary>An event with the text in its data. Its id comes from the text, so that a repeated delivery makes the same dead letter.</summary>
    public static KanbanEvent Keep(in BulkEntry entry)
    {
        var text = Encoding.UTF8.GetString(entry.Event.Span[..Math.Min(entry.Event.Length, LongestText)]);
        return new KanbanEvent
        {
            Id = KanbanId.Derive(text, "#invalid", 0),
            Source = "/aion",
            Data = JsonSerializer.SerializeToUtf8Bytes(text),
        };
    }
}
