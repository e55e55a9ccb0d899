namespace Aion.Sidecar.CloudEvents;

/// <summary>Which shape of data a content type means, as Dapr sorts them.</summary>
internal static class ContentTypes
{
    public const string Json = "application/json";
    public const string CloudEvents = "application/cloudevents+json";
    public const string CloudEventsProtobuf = "application/cloudevents+protobuf";
    public const string OctetStream = "application/octet-stream";
    public const string PlainText = "text/plain";

    public static bool IsJson(ReadOnlySpan<char> contentType) => Is(contentType, Json);

    public static bool IsCloudEvent(ReadOnlySpan<char> contentType) => Is(contentType, CloudEvents);

    public static bool IsBinary(ReadOnlySpan<char> contentType) => Is(contentType, OctetStream) || Is(contentType, CloudEventsProtobuf);

    public static bool IsText(ReadOnlySpan<char> contentType) =>
        contentType.TrimStart().StartsWith("text/", StringComparison.OrdinalIgnoreCase) || Is(contentType, "application/xml");

    private static bool Is(ReadOnlySpan<char> contentType, string expected)
    {
        var parameters = contentType.IndexOf(';');
        var type = parameters < 0 ? contentType : contentType[..parameters];
        return type.Trim().Equals(expected, StringComparison.OrdinalIgnoreCase);
    }
}
