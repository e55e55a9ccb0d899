using System.Text.Json;
using Aion.Contracts.Events;

namespace Aion.ServiceBroker.Routing;

/// <summary>What routing needs of the data, read without a look at the rest.</summary>
/// <param name="ConnectionKey">The kanban's connectionKey.</param>
/// <param name="NextDevice">The kanban's nextDeviceName, or empty.</param>
internal readonly record struct KanbanFields(string ConnectionKey, string NextDevice)
{
    /// <exception cref="FormatException">The data is not a JSON object, or a field is no text.</exception>
    public static KanbanFields Read(KanbanEvent kanban)
    {
        // Our publishers copy the connection key into the envelope, and few kanbans name a device: most data stays unread.
        if (kanban.ConnectionKey.Length > 0 && kanban.Data.Span.IndexOf("nextDeviceName"u8) < 0)
        {
            return new KanbanFields(kanban.ConnectionKey, "");
        }

        try
        {
            return ReadData(kanban);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException("The data is not a kanban: " + e.Message, e);
        }
    }

    private static KanbanFields ReadData(KanbanEvent kanban)
    {
        var (connectionKey, nextDevice) = (kanban.ConnectionKey, "");
        if (kanban.Data.IsEmpty)
        {
            return new KanbanFields(connectionKey, nextDevice);
        }

        var reader = new Utf8JsonReader(kanban.Data.Span, new JsonReaderOptions { MaxDepth = 256 });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("The data is not a JSON object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("nextDeviceName"u8))
            {
                reader.Read();
                nextDevice = reader.GetString() ?? "";
            }
            else if (kanban.ConnectionKey.Length == 0 && reader.ValueTextEquals("connectionKey"u8))
            {
                reader.Read();
                connectionKey = reader.GetString() ?? "";
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new KanbanFields(connectionKey, nextDevice);
    }
}
