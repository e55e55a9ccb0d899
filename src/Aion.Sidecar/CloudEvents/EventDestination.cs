using System.Text.Json;

namespace Aion.Sidecar.CloudEvents;

/// <summary>Where an event is published, with the JSON that says so made once.</summary>
internal sealed class EventDestination(string appId, string pubSub, string topic)
{
    public string AppId => appId;

    public string PubSub => pubSub;

    public string Topic => topic;

    public JsonEncodedText TopicText { get; } = JsonEncodedText.Encode(topic);

    public JsonEncodedText PubSubText { get; } = JsonEncodedText.Encode(pubSub);
}
