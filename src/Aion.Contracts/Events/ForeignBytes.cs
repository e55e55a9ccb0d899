using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Aion.Contracts.Events;

/// <summary>
/// Bytes in a topic that are no CloudEvent, which any program can put there. A sidecar hands them on inside an envelope of its
/// own making; here they are known again, and made fit to be kept in kanban.dead.
/// </summary>
public static class ForeignBytes
{
    /// <summary>More than this is not kept: a dead letter has to fit into one message, however the bytes are written.</summary>
    public const int MostKept = 64 * 1024;

    private const int Shown = 40;

    /// <summary>Deeper JSON is kept as text, because readers of envelopes have a limit.</summary>
    private const int MostDepth = 32;

    /// <summary>Whether an envelope with these attributes is Dapr's own around such bytes (components-contrib, FromRawPayload).</summary>
    public static bool IsWrapping(string source, string type, bool isOctetStream) =>
        isOctetStream && source == "Dapr" && type == "com.dapr.event.sent";

    /// <summary>Says what arrived, as the reason of a dead letter.</summary>
    public static string Describe(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return "What arrived is no CloudEvent: it is empty.";
        }

        var head = Head(bytes, Shown);
        var begin = Utf8.IsValid(head)
            ? $"'{string.Concat(Encoding.UTF8.GetString(head).Select(c => char.IsControl(c) ? ' ' : c))}'"
            : Convert.ToHexString(head[..Math.Min(16, head.Length)]);
        var kept = bytes.Length > MostKept ? $" The first {MostKept} are kept." : "";
        return $"What arrived is no CloudEvent: {bytes.Length} bytes that begin with {begin}.{kept}";
    }

    /// <summary>The bytes as one JSON value: JSON as it is, other text as a string, anything else as a string of Base64.</summary>
    /// <param name="bytes">What arrived.</param>
    /// <param name="mostKept">What is longer is cut and written as a string.</param>
    public static ReadOnlyMemory<byte> ToJson(ReadOnlyMemory<byte> bytes, int mostKept = MostKept)
    {
        if (bytes.Length <= mostKept && IsJson(bytes.Span))
        {
            return bytes;
        }

        var head = Head(bytes.Span, mostKept);
        var text = Utf8.IsValid(head) ? Encoding.UTF8.GetString(head) : Convert.ToBase64String(head);
        return Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"");
    }

    /// <summary>The beginning, without half a character at its end.</summary>
    private static ReadOnlySpan<byte> Head(ReadOnlySpan<byte> bytes, int length)
    {
        if (bytes.Length <= length)
        {
            return bytes;
        }

        var end = length;
        while (end > length - 4 && (bytes[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return bytes[..end];
    }

    private static bool IsJson(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = MostDepth });
            while (reader.Read())
            {
            }

            return !bytes.IsEmpty;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
