using Grpc.Core;

namespace Aion.Sidecar.Errors;

/// <summary>Errors of the publish API.</summary>
internal static class PubSubErrors
{
    private const string ResourceType = "pubsub";

    public static DaprError NotFound(string pubSub) =>
        new("ERR_PUBSUB_NOT_FOUND", $"pubsub {pubSub} is not found", 404, StatusCode.InvalidArgument) { Reason = "DAPR_PUBSUB_NOT_FOUND" };

    public static DaprError NameEmpty() => WithResource("", new DaprError(
        "ERR_PUBSUB_EMPTY", "pubsub name is empty", 404, StatusCode.InvalidArgument) { Reason = "DAPR_PUBSUB_NAME_EMPTY" });

    public static DaprError TopicEmpty(string pubSub) => WithResource(pubSub, new DaprError(
        "ERR_TOPIC_NAME_EMPTY", $"topic is empty in pubsub {pubSub}", 404, StatusCode.InvalidArgument) { Reason = "DAPR_PUBSUB_TOPIC_NAME_EMPTY" });

    public static DaprError Metadata(string pubSub, string reason) => WithResource(pubSub, new DaprError(
        "ERR_PUBSUB_REQUEST_METADATA", $"failed deserializing metadata. Error: {reason}", 400, StatusCode.InvalidArgument)
    {
        Reason = "DAPR_PUBSUB_METADATA_DESERIALIZATION",
    });

    public static DaprError CloudEvent(string pubSub, string appId, string reason) => WithResource(pubSub, new DaprError(
        "ERR_PUBSUB_CLOUD_EVENTS_SER", "cannot create cloudevent", 500, StatusCode.InvalidArgument)
    {
        Reason = "DAPR_PUBSUB_CLOUD_EVENT_CREATION",
        Metadata = new Dictionary<string, string> { ["appID"] = appId, ["error"] = reason },
    });

    public static DaprError MarshalEnvelope(string pubSub, string topic, string appId, string reason) => WithResource(pubSub, new DaprError(
        "ERR_PUBSUB_EVENTS_SER", $"error when marshalling cloud event envelope for topic {topic} pubsub {pubSub}: {reason}", 400, StatusCode.InvalidArgument)
    {
        Reason = "DAPR_PUBSUB_MARSHAL_ENVELOPE",
        Metadata = new Dictionary<string, string> { ["appID"] = appId, ["error"] = reason },
    });

    public static DaprError MarshalEvents(string pubSub, string topic, string appId, string reason) => WithResource(pubSub, new DaprError(
        "ERR_PUBSUB_EVENTS_SER", $"error marshaling events to bytes for topic {topic} pubsub {pubSub}. error: {reason}", 400, StatusCode.InvalidArgument)
    {
        Reason = "DAPR_PUBSUB_MARSHAL_EVENTS",
        Metadata = new Dictionary<string, string> { ["appID"] = appId, ["error"] = reason },
    });

    public static DaprError UnmarshalEvents(string pubSub, string topic, string appId, string reason) => WithResource(pubSub, new DaprError(
        "ERR_PUBSUB_EVENTS_SER", $"error when unmarshaling the request for topic {topic} pubsub {pubSub}: {reason}", 400, StatusCode.InvalidArgument)
    {
        Reason = "DAPR_PUBSUB_UNMARSHAL_EVENTS",
        Metadata = new Dictionary<string, string> { ["appID"] = appId },
    });

    public static DaprError Publish(string pubSub, string topic, string reason) => WithResource(pubSub, new DaprError(
        "ERR_PUBSUB_PUBLISH_MESSAGE", $"error when publishing to topic {topic} in pubsub {pubSub}: {reason}", 500, StatusCode.Internal)
    {
        Reason = "DAPR_PUBSUB_PUBLISH_MESSAGE",
        Metadata = new Dictionary<string, string> { ["topic"] = topic, ["error"] = reason },
    });

    private static DaprError WithResource(string pubSub, DaprError error) =>
        error with { Resource = new ErrorResource(ResourceType, pubSub, error.Message) };
}
