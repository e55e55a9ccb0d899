using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Aion.Sidecar.CloudEvents;
using Aion.Sidecar.Components.PubSub;
using Aion.Sidecar.Errors;
using Aion.Sidecar.Hosting;

namespace Aion.Sidecar.Operations;

/// <summary>Publishing for one app: single events and bulks become envelopes and go to the component in one call.</summary>
internal sealed class PublishOperations(SidecarApp app)
{
    private static readonly IReadOnlyDictionary<string, string> NoMetadata = new Dictionary<string, string>();

    private readonly ConcurrentDictionary<(string PubSub, string Topic), EventDestination> _destinations = new();

    private TimeProvider Time => app.Runtime.Options.TimeProvider;

    public async ValueTask PublishAsync(
        string pubSubName, string topic, PublishEntry entry, TraceContext trace, CancellationToken cancellationToken)
    {
        var metadata = entry.Metadata ?? NoMetadata;
        var pubSub = Find(pubSubName, topic);
        var raw = IsRaw(pubSubName, metadata);
        var message = Message(Destination(pubSubName, topic), entry, metadata, raw, trace);
        var failures = await SendAsync(pubSub, pubSubName, topic, [message], cancellationToken);
        if (failures[0] is { } failure)
            throw new DaprException(PubSubErrors.Publish(pubSubName, topic, failure.Message));
    }

    /// <summary>Publishes the entries in order; the answer names those that were not accepted.</summary>
    public async ValueTask<IReadOnlyList<PublishFailure>> PublishBulkAsync(
        string pubSubName, string topic, IReadOnlyList<PublishEntry> entries, IReadOnlyDictionary<string, string>? requestMetadata, TraceContext trace,
        CancellationToken cancellationToken)
    {
        var pubSub = Find(pubSubName, topic);
        var raw = IsRaw(pubSubName, requestMetadata ?? NoMetadata);
        RequireUniqueIds(pubSubName, topic, entries);
        if (entries.Count == 0)
            return [];

        var destination = Destination(pubSubName, topic);
        var messages = new PubSubMessage[entries.Count];
        for (var i = 0; i < messages.Length; i++)
            messages[i] = Message(destination, entries[i], Merge(requestMetadata, entries[i].Metadata), raw, trace);

        var failures = await SendAsync(pubSub, pubSubName, topic, messages, cancellationToken);
        List<PublishFailure>? failed = null;
        for (var i = 0; i < failures.Count; i++)
        {
            if (failures[i] is { } failure)
                (failed ??= []).Add(new PublishFailure(entries[i].EntryId, failure.Message));
        }

        return failed ?? (IReadOnlyList<PublishFailure>)[];
    }

    /// <summary>Throws what a publish to the topic answers before its body is looked at.</summary>
    public void Require(string pubSubName, string topic) => Find(pubSubName, topic);

    private PubSubMessage Message(
        EventDestination destination, PublishEntry entry, IReadOnlyDictionary<string, string> metadata, bool raw, TraceContext trace)
    {
        if (raw)
            return new PubSubMessage(entry.Event, metadata);
        try
        {
            var expiration = Expiration(destination.PubSub, metadata);
            var data = ContentTypes.IsCloudEvent(entry.ContentType)
                ? CloudEventCompletion.Complete(entry.Event.Span, destination, trace, expiration, Time)
                : CloudEventWrapper.Wrap(entry.Event, entry.ContentType, new WrapContext(destination, trace, metadata, Time.GetUtcNow(), expiration));
            return new PubSubMessage(data, metadata);
        }
        catch (JsonException error)
        {
            throw new DaprException(PubSubErrors.CloudEvent(destination.PubSub, app.AppId, error.Message));
        }
    }

    private static async ValueTask<IReadOnlyList<Exception?>> SendAsync(
        IPubSub pubSub, string pubSubName, string topic, PubSubMessage[] messages, CancellationToken cancellationToken)
    {
        try
        {
            return await pubSub.PublishAsync(topic, messages, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new DaprException(PubSubErrors.Publish(pubSubName, topic, error.Message));
        }
    }

    private void RequireUniqueIds(string pubSubName, string topic, IReadOnlyList<PublishEntry> entries)
    {
        var seen = new HashSet<string>(entries.Count, StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (entry.EntryId.Length == 0 || !seen.Add(entry.EntryId))
                throw new DaprException(PubSubErrors.MarshalEvents(pubSubName, topic, app.AppId, "entryId is duplicated or not present for entry"));
        }
    }

    private DateTimeOffset? Expiration(string pubSubName, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.Count == 0 || !metadata.TryGetValue("ttlInSeconds", out var text))
            return null;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds == 0 || seconds > int.MaxValue)
            throw new DaprException(PubSubErrors.Metadata(pubSubName, $"ttlInSeconds value must be higher than zero: actual is {text}"));
        return Time.GetUtcNow().AddSeconds(seconds);
    }

    private static bool IsRaw(string pubSubName, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.Count == 0 || !metadata.TryGetValue("rawPayload", out var text))
            return false;
        return text.ToLowerInvariant() switch
        {
            "true" or "1" or "t" => true,
            "false" or "0" or "f" or "" => false,
            _ => throw new DaprException(PubSubErrors.Metadata(pubSubName, $"rawPayload value must be a valid boolean: actual is '{text}'")),
        };
    }

    private static IReadOnlyDictionary<string, string> Merge(IReadOnlyDictionary<string, string>? request, IReadOnlyDictionary<string, string>? entry)
    {
        if (entry is null or { Count: 0 })
            return request ?? NoMetadata;
        if (request is null or { Count: 0 })
            return entry;
        var merged = new Dictionary<string, string>(request, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in entry)
            merged[key] = value;
        return merged;
    }

    private EventDestination Destination(string pubSubName, string topic) =>
        _destinations.GetOrAdd((pubSubName, topic), static (key, appId) => new EventDestination(appId, key.PubSub, key.Topic), app.AppId);

    private IPubSub Find(string pubSubName, string topic)
    {
        if (pubSubName.Length == 0)
            throw new DaprException(PubSubErrors.NameEmpty());
        if (!app.Runtime.Components.TryGetPubSub(app.AppId, pubSubName, out var pubSub, out _))
            throw new DaprException(PubSubErrors.NotFound(pubSubName));
        return topic.Length == 0 ? throw new DaprException(PubSubErrors.TopicEmpty(pubSubName)) : pubSub;
    }
}
