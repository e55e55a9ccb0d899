using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Aion.Contracts.Events;

/// <summary>Reads the JSON format of CloudEvents 1.0 in one pass.</summary>
internal ref struct KanbanEventReader
{
    private readonly ReadOnlyMemory<byte> _json;
    private Utf8JsonReader _reader;
    private string _specVersion = "", _id = "", _kanbanId = "", _source = "", _type = "", _service = "", _connectionKey = "";
    private string _causationId = "", _device = "", _traceParent = "", _reason = "", _reasonText = "", _sourceQueue = "", _routedTo = "";
    private int _processNumber, _storedParts, _attempt = 1;
    private DateTimeOffset _time;
    private bool _isOctetStream;
    private ReadOnlyMemory<byte> _data;

    private KanbanEventReader(ReadOnlyMemory<byte> json)
    {
        _json = json;
        _reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = 256 });
    }

    public static KanbanEvent Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            return new KanbanEventReader(json).Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"The event is not valid JSON: {e.Message}", e);
        }
    }

    private KanbanEvent Read()
    {
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("The event is not a JSON object.");
        }

        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadMember();
        }

        if (_reader.Read())
        {
            throw new FormatException("There is more than one value.");
        }

        if (_specVersion != "1.0")
        {
            throw new FormatException(
                _specVersion.Length == 0 ? "The event has no specversion." : $"The event has specversion '{_specVersion}'; only 1.0 is known.");
        }

        if (_kanbanId.Length == 0 && _id.Length == 0)
        {
            throw new FormatException("The event has no id.");
        }

        TakeSenderFromSource();
        return ToEvent();
    }

    // The common attributes are read here, the ones of dead letters and data below: two short lists instead of one long one.
    private void ReadMember()
    {
        if (_reader.ValueTextEquals("specversion"u8)) { _specVersion = ReadText("specversion"); }
        else if (_reader.ValueTextEquals("id"u8)) { _id = ReadText("id"); }
        else if (_reader.ValueTextEquals("source"u8)) { _source = ReadText("source"); }
        else if (_reader.ValueTextEquals("type"u8)) { _type = ReadText("type"); }
        else if (_reader.ValueTextEquals("time"u8)) { _time = ReadTime(); }
        else if (_reader.ValueTextEquals("kanbanid"u8)) { _kanbanId = ReadText("kanbanid"); }
        else if (_reader.ValueTextEquals("service"u8)) { _service = ReadText("service"); }
        else if (_reader.ValueTextEquals("processnumber"u8)) { _processNumber = ReadNumber("processnumber"); }
        else if (_reader.ValueTextEquals("connectionkey"u8)) { _connectionKey = ReadText("connectionkey"); }
        else if (_reader.ValueTextEquals("causationid"u8)) { _causationId = ReadText("causationid"); }
        else if (_reader.ValueTextEquals("device"u8)) { _device = ReadText("device"); }
        else if (_reader.ValueTextEquals("attempt"u8)) { _attempt = ReadNumber("attempt"); }
        else if (_reader.ValueTextEquals("traceparent"u8)) { _traceParent = ReadText("traceparent"); }
        else { ReadRareMember(); }
    }

    private void ReadRareMember()
    {
        if (_reader.ValueTextEquals("data"u8)) { _data = ReadData(); }
        else if (_reader.ValueTextEquals("data_base64"u8)) { _data = ReadBase64(); }
        else if (_reader.ValueTextEquals("datacontenttype"u8)) { _isOctetStream = ReadIsOctetStream(); }
        else if (_reader.ValueTextEquals("reason"u8)) { _reason = ReadText("reason"); }
        else if (_reader.ValueTextEquals("reasontext"u8)) { _reasonText = ReadText("reasontext"); }
        else if (_reader.ValueTextEquals("sourcequeue"u8)) { _sourceQueue = ReadText("sourcequeue"); }
        else if (_reader.ValueTextEquals("storedparts"u8)) { _storedParts = ReadNumber("storedparts"); }
        else if (_reader.ValueTextEquals("routedto"u8)) { _routedTo = ReadText("routedto"); }
        else
        {
            _reader.Read();
            _reader.Skip();
        }
    }

    private string ReadText(string name)
    {
        _reader.Read();
        return _reader.TokenType switch
        {
            JsonTokenType.String => _reader.GetString()!,
            JsonTokenType.Null => "",
            JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => Encoding.UTF8.GetString(_reader.ValueSpan),
            _ => throw new FormatException($"The attribute '{name}' is not a text."),
        };
    }

    private int ReadNumber(string name)
    {
        var text = ReadText(name);
        return text.Length == 0 ? 0
            : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
            : throw new FormatException($"The attribute '{name}' is not a number: '{text}'.");
    }

    private DateTimeOffset ReadTime()
    {
        _reader.Read();
        // Whoever wrote a wrong time meant no harm to the kanban: nothing of ours is decided by it.
        return _reader.TokenType == JsonTokenType.String && _reader.TryGetDateTimeOffset(out var time) ? time : default;
    }

    // Of the content types only this one says something that the data does not show.
    private bool ReadIsOctetStream()
    {
        _reader.Read();
        var isOctetStream = _reader.TokenType == JsonTokenType.String && _reader.ValueTextEquals("application/octet-stream"u8);
        _reader.Skip();
        return isOctetStream;
    }

    private ReadOnlyMemory<byte> ReadData()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.String)
        {
            // A publisher that gave JSON as text (content type text/plain) still means that JSON.
            return Encoding.UTF8.GetBytes(_reader.GetString()!);
        }

        var start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        return _json[start..(int)_reader.BytesConsumed];
    }

    private ReadOnlyMemory<byte> ReadBase64()
    {
        _reader.Read();
        return _reader.TokenType == JsonTokenType.String && _reader.TryGetBytesFromBase64(out var bytes)
            ? bytes
            : throw new FormatException("The member 'data_base64' is not Base64.");
    }

    // A service that publishes plain data through its own sidecar gets an envelope from Dapr whose source is the app id.
    private void TakeSenderFromSource()
    {
        if (_service.Length == 0 && InstanceName.TryParse(_source, out var service, out var number))
        {
            (_service, _processNumber) = (service, number);
        }
    }

    private readonly KanbanEvent ToEvent() => new()
    {
        Id = _kanbanId.Length > 0 ? _kanbanId : _id,
        Source = _source,
        Type = _type,
        Time = _time,
        Service = _service,
        ProcessNumber = _processNumber,
        ConnectionKey = _connectionKey,
        CausationId = _causationId,
        Device = _device,
        Attempt = _attempt,
        TraceParent = _traceParent,
        Reason = _reason,
        ReasonText = _reasonText,
        SourceQueue = _sourceQueue,
        RoutedTo = _routedTo,
        StoredParts = _storedParts,
        IsForeign = ForeignBytes.IsWrapping(_source, _type, _isOctetStream),
        Data = _data,
    };
}
