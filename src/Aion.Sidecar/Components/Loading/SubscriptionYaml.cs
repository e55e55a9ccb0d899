namespace Aion.Sidecar.Components.Loading;

/// <summary>
/// Decodes kind Subscription, v1alpha1 and v2alpha1.
/// Schema: https://docs.dapr.io/reference/resource-specs/subscription-schema/
/// </summary>
internal static class SubscriptionYaml
{
    /// <summary>daprd's defaults of a bulk subscription.</summary>
    private const int DefaultBulkMessages = 100;
    private const int DefaultBulkAwaitMilliseconds = 1000;

    public static ScopedSubscription Read(YamlMap document, bool isV2, LoadFailures failures)
    {
        ComponentYaml.ReadName(document, failures);
        var scopes = document.Texts("scopes");
        var spec = document.Map("spec");
        if (spec is null)
        {
            ComponentYaml.MissingSpec(document, failures);
            return new ScopedSubscription(document.Mark, new DeclarativeSubscription("", "", "", null, 0, TimeSpan.Zero, new Dictionary<string, string>()), scopes);
        }

        var (maximum, await) = ReadBulk(spec);
        var subscription = new DeclarativeSubscription(
            spec.Required("pubsubname"),
            spec.Required("topic"),
            isV2 ? ReadRoutes(spec, failures) : spec.Required("route", "/<path>"),
            spec.Optional("deadLetterTopic") is { Length: > 0 } topic ? topic : null,
            maximum,
            await,
            spec.Map("metadata")?.AllTexts() ?? new Dictionary<string, string>());
        spec.RejectUnknownKeys();
        document.RejectUnknownKeys();
        return new ScopedSubscription(spec.MarkAt("pubsubname"), subscription, scopes);
    }

    private static string ReadRoutes(YamlMap spec, LoadFailures failures)
    {
        if (spec.Map("routes") is not { } routes)
        {
            if (!spec.Has("routes"))
            {
                failures.Add(spec.Mark, "spec has no \"routes\"; add \"routes:\" with \"default: /<path>\" under it");
            }

            return "";
        }

        if (routes.Maps("rules").Count > 0)
        {
            failures.Add(routes.MarkAt("rules"), "routing rules are not supported here; write \"default: /<path>\" and choose in the app");
        }

        var path = routes.Required("default", "/<path>");
        routes.RejectUnknownKeys();
        return path;
    }

    private static (int Maximum, TimeSpan Await) ReadBulk(YamlMap spec)
    {
        if (spec.Map("bulkSubscribe") is not { } bulk)
        {
            return (0, TimeSpan.Zero);
        }

        var enabled = bulk.Boolean("enabled", false);
        var maximum = bulk.Integer("maxMessagesCount", DefaultBulkMessages);
        var milliseconds = bulk.Integer("maxAwaitDurationMs", DefaultBulkAwaitMilliseconds);
        bulk.RejectUnknownKeys();
        return enabled
            ? (maximum == 0 ? DefaultBulkMessages : maximum, TimeSpan.FromMilliseconds(milliseconds == 0 ? DefaultBulkAwaitMilliseconds : milliseconds))
            : (0, TimeSpan.Zero);
    }
}
