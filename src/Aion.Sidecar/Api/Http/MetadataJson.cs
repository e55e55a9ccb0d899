using System.Text.Json;
using Aion.Sidecar.Hosting;
using Aion.Sidecar.Operations;
using Aion.Sidecar.Subscriptions;

namespace Aion.Sidecar.Api.Http;

/// <summary>The body of GET /v1.0/metadata; daprd leaves out what is empty.</summary>
internal static class MetadataJson
{
    public static void Write(Utf8JsonWriter json, SidecarApp app)
    {
        json.WriteStartObject();
        json.WriteString("id", app.AppId);
        json.WriteString("runtimeVersion", MetadataOperations.RuntimeVersion);
        WriteActors(json, "actors", app.Metadata.Actors);
        WriteComponents(json, app);
        json.WriteStartObject("extended");
        foreach (var (key, value) in app.Metadata.Extended)
            json.WriteString(key, value);
        json.WriteEndObject();
        WriteSubscriptions(json, app.Subscriptions.Active);
        WriteAppConnection(json, app.Options);
        json.WriteStartObject("actorRuntime");
        json.WriteString("runtimeStatus", app.Metadata.KnowsActors ? "RUNNING" : "INITIALIZING");
        WriteActors(json, "activeActors", app.Metadata.Actors);
        json.WriteBoolean("hostReady", app.Metadata.KnowsActors);
        if (app.Metadata.KnowsActors)
            json.WriteString("placement", MetadataOperations.Placement);
        json.WriteEndObject();
        if (app.WorkflowWorkers.Count > 0)
        {
            json.WriteStartObject("workflows");
            json.WriteNumber("connectedWorkers", app.WorkflowWorkers.Count);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteActors(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, int> actors)
    {
        if (actors.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (var (type, count) in actors)
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            if (count > 0)
                json.WriteNumber("count", count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteComponents(Utf8JsonWriter json, SidecarApp app)
    {
        var components = app.Metadata.Components;
        if (components.Count == 0)
            return;
        json.WriteStartArray("components");
        foreach (var component in components)
        {
            json.WriteStartObject();
            json.WriteString("name", component.Name);
            json.WriteString("type", component.Type);
            json.WriteString("version", component.Version);
            json.WriteStartArray("capabilities");
            foreach (var capability in component.Capabilities)
                json.WriteStringValue(capability);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSubscriptions(Utf8JsonWriter json, IReadOnlyList<SubscriptionModel> subscriptions)
    {
        if (subscriptions.Count == 0)
            return;
        json.WriteStartArray("subscriptions");
        foreach (var subscription in subscriptions)
        {
            json.WriteStartObject();
            json.WriteString("pubsubname", subscription.PubSubName);
            json.WriteString("topic", subscription.Topic);
            json.WriteStartArray("rules");
            json.WriteStartObject();
            json.WriteString("match", "");
            json.WriteString("path", subscription.Route);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteString("deadLetterTopic", subscription.DeadLetterTopic ?? "");
            json.WriteString("type", subscription.Kind.ToString().ToUpperInvariant());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAppConnection(Utf8JsonWriter json, SidecarAppOptions options)
    {
        if (options.AppPort is not { } port)
            return;
        json.WriteStartObject("appConnectionProperties");
        json.WriteNumber("port", port);
        json.WriteString("protocol", options.AppProtocol == AppProtocol.Grpc ? "grpc" : "http");
        json.WriteString("channelAddress", options.AppHost);
        if (options.AppMaxConcurrency > 0)
            json.WriteNumber("maxConcurrency", options.AppMaxConcurrency);
        json.WriteEndObject();
    }
}
