using System.Text.Json;

namespace Aion.Sidecar.CloudEvents;

/// <summary>Whether bytes from outside may stand in a JSON document as they are.</summary>
internal static class JsonCheck
{
    /// <summary>True for exactly one JSON value.</summary>
    public static bool IsOneValue(ReadOnlySpan<byte> json)
    {
        try
        {
            // One level less than a reader takes: the value has to be readable in its envelope, too.
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 63 });
            return reader.Read() && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
