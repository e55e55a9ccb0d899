namespace Aion.Sidecar.Components.Loading;

/// <summary>
/// Decodes kind Component. Schema: https://docs.dapr.io/reference/resource-specs/component-schema/
/// </summary>
internal static class ComponentYaml
{
    private static readonly TimeSpan DefaultInitTimeout = TimeSpan.FromSeconds(5);

    public static ComponentConfig Read(YamlMap document, LoadFailures failures)
    {
        var name = ReadName(document, failures);
        var auth = document.Map("auth");
        var secretStore = auth?.Optional("secretStore");
        auth?.RejectUnknownKeys();
        var scopes = document.Texts("scopes");
        var spec = document.Map("spec");
        if (spec is null)
        {
            MissingSpec(document, failures);
            return new ComponentConfig(document.Mark, name, "", "", false, DefaultInitTimeout, [], secretStore, scopes);
        }

        var config = new ComponentConfig(
            document.Mark,
            name,
            spec.Required("type", "state.sqlite"),
            spec.Required("version", "v1"),
            spec.Boolean("ignoreErrors", false),
            ReadInitTimeout(spec, failures),
            ReadMetadata(spec, failures),
            secretStore,
            scopes);
        spec.RejectUnknownKeys();
        document.RejectUnknownKeys();
        CheckType(config, spec, failures);
        return config;
    }

    /// <summary>metadata.name; the other keys are those that Kubernetes puts beside it.</summary>
    public static string ReadName(YamlMap document, LoadFailures failures)
    {
        if (document.Map("metadata") is not { } metadata)
        {
            if (!document.Has("metadata"))
            {
                failures.Add(document.Mark, "the document has no \"metadata\"; add \"metadata:\" with \"name: <name>\" under it");
            }

            return "";
        }

        metadata.Ignore("namespace", "labels", "annotations");
        var name = metadata.Required("name");
        metadata.RejectUnknownKeys();
        return name;
    }

    public static void MissingSpec(YamlMap document, LoadFailures failures)
    {
        if (!document.Has("spec"))
        {
            failures.Add(document.Mark, "the document has no \"spec\"; add \"spec:\" with its keys under it");
        }

        document.RejectUnknownKeys();
    }

    private static TimeSpan ReadInitTimeout(YamlMap spec, LoadFailures failures)
    {
        var text = spec.Optional("initTimeout");
        if (string.IsNullOrEmpty(text))
        {
            return DefaultInitTimeout;
        }

        if (GoDuration.TryParse(text, TimeSpan.FromSeconds(1), out var timeout) && timeout > TimeSpan.Zero)
        {
            return timeout;
        }

        failures.Add(spec.MarkAt("initTimeout"), $"initTimeout \"{text}\" is not a duration above 0; write one such as 5s or 1m30s");
        return DefaultInitTimeout;
    }

    private static List<MetadataItemConfig> ReadMetadata(YamlMap spec, LoadFailures failures)
    {
        var items = new List<MetadataItemConfig>();
        foreach (var map in spec.Maps("metadata"))
        {
            var item = ReadItem(map, failures);
            if (items.Find(other => other.Name.Equals(item.Name, StringComparison.OrdinalIgnoreCase)) is { Name.Length: > 0 } first)
            {
                failures.Add(map.Mark, $"metadata \"{item.Name}\" is already given at {first.Mark}; remove one of them");
            }

            items.Add(item);
        }

        return items;
    }

    private static MetadataItemConfig ReadItem(YamlMap map, LoadFailures failures)
    {
        var name = map.Required("name");
        var value = map.Optional("value");
        var reference = map.Map("secretKeyRef");
        var secretName = reference?.Required("name");
        var secretKey = reference?.Optional("key");
        reference?.RejectUnknownKeys();
        var variable = map.Optional("envRef");
        var sources = (map.Has("value") ? 1 : 0) + (map.Has("secretKeyRef") ? 1 : 0) + (map.Has("envRef") ? 1 : 0);
        if (sources > 1)
        {
            failures.Add(map.Mark, $"metadata \"{name}\" has more than one of value, secretKeyRef and envRef; keep one");
        }

        map.RejectUnknownKeys();
        return new MetadataItemConfig(map.Mark, name, value, secretName, secretKey, variable);
    }

    private static void CheckType(ComponentConfig config, YamlMap spec, LoadFailures failures)
    {
        if (config.Type.Length > 0 && !ComponentTypes.All.ContainsKey(config.Type))
        {
            failures.Add(spec.MarkAt("type"), $"unknown component type \"{config.Type}\"; {Suggestion.For(config.Type, ComponentTypes.All.Keys)}");
        }
        else if (config is { Type.Length: > 0, Version: not ("v1" or "") })
        {
            failures.Add(spec.MarkAt("version"), $"{config.Type} has no version \"{config.Version}\"; write version: v1");
        }
    }
}
