using System.Text.Json;

namespace Aion.Sidecar.CloudEvents;

/// <summary>One pass over a published envelope: which attributes it has, and which parts must give way to ours.</summary>
internal ref struct CloudEventScan
{
    private readonly ReadOnlySpan<byte> _json;
    private Span<Range> _dropped;
    private int _droppedCount;

    private CloudEventScan(ReadOnlySpan<byte> json, Span<Range> dropped)
    {
        _json = json;
        _dropped = dropped;
    }

    /// <summary>The attributes that stay.</summary>
    public CloudEventFields Present { get; private set; }

    /// <summary>Offset of the closing brace.</summary>
    public int End { get; private set; }

    /// <summary>The value of traceparent where it is a plain string.</summary>
    public ReadOnlySpan<byte> TraceParent { get; private set; }

    public readonly ReadOnlySpan<Range> Dropped => _dropped[.._droppedCount];

    /// <param name="json">The envelope.</param>
    /// <param name="replaced">Attributes whose values are ours to set: those in the envelope are dropped.</param>
    /// <param name="dropped">Room for the dropped ranges, one for each bit of <paramref name="replaced"/>.</param>
    /// <exception cref="JsonException">It is not one JSON object.</exception>
    public static CloudEventScan Of(ReadOnlySpan<byte> json, CloudEventFields replaced, Span<Range> dropped)
    {
        var scan = new CloudEventScan(json, dropped);
        scan.Read(replaced);
        return scan;
    }

    /// <summary>Copies what stays, without the closing brace, and returns its length.</summary>
    public readonly int CopyKept(Span<byte> result)
    {
        var from = 0;
        var length = 0;
        foreach (var dropped in Dropped)
        {
            var kept = _json[from..dropped.Start.Value];
            kept.CopyTo(result[length..]);
            length += kept.Length;
            from = dropped.End.Value;
        }

        var last = _json[from..End];
        last.CopyTo(result[length..]);
        return length + last.Length;
    }

    private void Read(CloudEventFields replaced)
    {
        var reader = new Utf8JsonReader(_json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("a CloudEvent must be a JSON object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldOf(ref reader);
            var start = (int)reader.TokenStartIndex;
            reader.Read();
            if (field == CloudEventFields.TraceParent && reader is { TokenType: JsonTokenType.String, ValueIsEscaped: false })
                TraceParent = reader.ValueSpan;
            var isNull = reader.TokenType == JsonTokenType.Null;
            reader.Skip();
            if (field == CloudEventFields.None)
                continue;
            if (isNull || (field & replaced) != 0)
                Drop(start, (int)reader.BytesConsumed);
            else
                Present |= field;
        }

        End = (int)reader.TokenStartIndex;
        if (reader.Read())
            throw new JsonException("a CloudEvent must be one JSON object");
    }

    /// <summary>The property goes, and the comma after it if there is one.</summary>
    private void Drop(int start, int end)
    {
        var rest = _json[end..].TrimStart(" \t\r\n"u8);
        if (rest[0] == (byte)',')
            end = _json.Length - rest.Length + 1;
        if (_droppedCount == _dropped.Length)
            throw new JsonException("a CloudEvent must not repeat an attribute");
        _dropped[_droppedCount++] = start..end;
    }

    private static CloudEventFields FieldOf(ref Utf8JsonReader reader) => reader.ValueSpan.Length switch
    {
        2 when reader.ValueTextEquals("id"u8) => CloudEventFields.Id,
        4 when reader.ValueTextEquals("time"u8) => CloudEventFields.Time,
        4 when reader.ValueTextEquals("type"u8) => CloudEventFields.Type,
        5 when reader.ValueTextEquals("topic"u8) => CloudEventFields.Topic,
        6 when reader.ValueTextEquals("source"u8) => CloudEventFields.Source,
        7 when reader.ValueTextEquals("traceid"u8) => CloudEventFields.TraceId,
        10 when reader.ValueTextEquals("pubsubname"u8) => CloudEventFields.PubSubName,
        10 when reader.ValueTextEquals("tracestate"u8) => CloudEventFields.TraceState,
        10 when reader.ValueTextEquals("expiration"u8) => CloudEventFields.Expiration,
        11 when reader.ValueTextEquals("specversion"u8) => CloudEventFields.SpecVersion,
        11 when reader.ValueTextEquals("traceparent"u8) => CloudEventFields.TraceParent,
        _ => CloudEventFields.None,
    };
}
