namespace Aion.Sidecar.Subscriptions.Events;

/// <summary>Which of Dapr's two event messages is written; they differ in two field numbers.</summary>
/// <param name="DataTag">Wire tag of data.</param>
/// <param name="ExtensionsTag">Wire tag of extensions.</param>
internal sealed record TopicEventLayout(byte DataTag, byte ExtensionsTag)
{
    /// <summary>TopicEventRequest: data = 7, extensions = 10.</summary>
    public static TopicEventLayout Single { get; } = new(0x3A, 0x52);

    /// <summary>TopicEventCERequest inside a bulk: data = 6, extensions = 7.</summary>
    public static TopicEventLayout BulkEntry { get; } = new(0x32, 0x3A);
}
