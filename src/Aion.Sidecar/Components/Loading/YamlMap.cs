using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Aion.Sidecar.Components.Loading;

/// <summary>
/// Reads a YAML mapping strictly: every key has to be asked for before <see cref="RejectUnknownKeys"/>, and a value of the
/// wrong type is a failure. Getters answer a default after a failure, so that reading goes on and finds the next one.
/// </summary>
internal sealed class YamlMap
{
    private readonly Dictionary<string, (YamlNode Key, YamlNode Value)> entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);
    private readonly string file;
    private readonly string path;
    private readonly LoadFailures failures;

    public YamlMap(YamlMappingNode node, string file, string path, LoadFailures failures)
    {
        (this.file, this.path, this.failures) = (file, path, failures);
        Mark = MarkOf(node);
        foreach (var (key, value) in node.Children)
        {
            if (key is YamlScalarNode { Value: { } name })
            {
                entries[name] = (key, value);
            }
            else
            {
                failures.Add(MarkOf(key), $"a key in {path} is not text; write a name before the colon");
            }
        }
    }

    public SourceMark Mark { get; }

    public bool Has(string key) => entries.TryGetValue(key, out var entry) && !IsNull(entry.Value);

    public SourceMark MarkAt(string key) => entries.TryGetValue(key, out var entry) ? MarkOf(entry.Value) : Mark;

    /// <param name="key">The key.</param>
    /// <param name="example">What the message about a missing value says to write.</param>
    public string Required(string key, string example = "<value>")
    {
        var value = Optional(key);
        if (string.IsNullOrWhiteSpace(value) && !HasWrongType(key))
        {
            failures.Add(MarkAt(key), $"{path} has no \"{key}\"; add \"{key}: {example}\"");
        }

        return value ?? "";
    }

    public string? Optional(string key)
    {
        if (Find(key) is not { } node)
        {
            return null;
        }

        if (node is YamlScalarNode scalar)
        {
            return scalar.Value;
        }

        failures.Add(MarkOf(node), $"\"{key}\" in {path} is a {KindOf(node)}; write one text value");
        return null;
    }

    public bool Boolean(string key, bool missing)
    {
        var text = Optional(key);
        switch (text)
        {
            case null: return missing;
            case "true" or "True" or "TRUE": return true;
            case "false" or "False" or "FALSE": return false;
            default:
                failures.Add(MarkAt(key), $"\"{key}\" in {path} is \"{text}\"; write true or false");
                return missing;
        }
    }

    public int Integer(string key, int missing)
    {
        var text = Optional(key);
        if (text is null || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out missing))
        {
            return missing;
        }

        failures.Add(MarkAt(key), $"\"{key}\" in {path} is \"{text}\"; write a whole number of 0 or more");
        return 0;
    }

    public YamlMap? Map(string key)
    {
        switch (Find(key))
        {
            case null: return null;
            case YamlMappingNode mapping: return new YamlMap(mapping, file, PathOf(key), failures);
            case var node:
                failures.Add(MarkOf(node), $"\"{key}\" in {path} is a {KindOf(node)}; write \"name: value\" lines, indented under it");
                return null;
        }
    }

    public IReadOnlyList<YamlMap> Maps(string key)
    {
        var maps = new List<YamlMap>();
        foreach (var (item, index) in Items(key).Select((item, index) => (item, index)))
        {
            if (item is YamlMappingNode mapping)
            {
                maps.Add(new YamlMap(mapping, file, $"{PathOf(key)}[{index}]", failures));
            }
            else
            {
                failures.Add(MarkOf(item), $"item {index} of \"{key}\" in {path} is a {KindOf(item)}; write \"- name: value\"");
            }
        }

        return maps;
    }

    public IReadOnlyList<string> Texts(string key)
    {
        var texts = new List<string>();
        foreach (var item in Items(key))
        {
            if (item is YamlScalarNode { Value: { Length: > 0 } text })
            {
                texts.Add(text);
            }
            else
            {
                failures.Add(MarkOf(item), $"an item of \"{key}\" in {path} is not text; write \"- <value>\"");
            }
        }

        return texts;
    }

    /// <summary>All entries as text, for a free map such as a subscription's metadata.</summary>
    public IReadOnlyDictionary<string, string> AllTexts() =>
        entries.Keys.ToDictionary(key => key, key => Optional(key) ?? "", StringComparer.OrdinalIgnoreCase);

    /// <summary>Keys that are allowed and mean nothing here.</summary>
    public void Ignore(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            asked.Add(key);
        }
    }

    public void RejectUnknownKeys()
    {
        foreach (var (name, (key, _)) in entries.Where(entry => !asked.Contains(entry.Key)))
        {
            failures.Add(MarkOf(key), $"unknown key \"{name}\" in {path}; {Suggestion.For(name, asked)}");
        }
    }

    public static string KindOf(YamlNode node) => node switch
    {
        YamlMappingNode => "map",
        YamlSequenceNode => "list",
        _ => "plain value",
    };

    private string PathOf(string key) => path == YamlFiles.Document ? key : $"{path}.{key}";

    private SourceMark MarkOf(YamlNode node) => new(file, node.Start.Line, node.Start.Column);

    private IEnumerable<YamlNode> Items(string key)
    {
        switch (Find(key))
        {
            case null: return [];
            case YamlSequenceNode sequence: return sequence.Children;
            case var node:
                failures.Add(MarkOf(node), $"\"{key}\" in {path} is a {KindOf(node)}; write a list, one \"- \" item per line");
                return [];
        }
    }

    private YamlNode? Find(string key)
    {
        asked.Add(key);
        return entries.TryGetValue(key, out var entry) && !IsNull(entry.Value) ? entry.Value : null;
    }

    private bool HasWrongType(string key) => Has(key) && entries[key].Value is not YamlScalarNode;

    private static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: null or "" or "~" or "null" };
}
