using System.Diagnostics;
using Aion.Project.Diagnostics;
using Aion.Project.Syntax;

namespace Aion.Project.Configuration;

/// <summary>Reads the keys of one map; reports the keys that do not exist there.</summary>
internal sealed class MapReader
{
    private readonly IReadOnlyCollection<string> _keys;
    private readonly Dictionary<string, MapEntry> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _meant = [];
    private readonly DiagnosticBag _bag;

    /// <param name="map">The map.</param>
    /// <param name="owner">How messages name it, such as "microservice `judge`".</param>
    /// <param name="keys">The keys that exist there.</param>
    /// <param name="bag">Takes the findings.</param>
    public MapReader(MapNode map, string owner, IReadOnlyCollection<string> keys, DiagnosticBag bag)
    {
        (Span, Owner, _keys, _bag) = (map.Span, owner, keys, bag);
        foreach (MapEntry entry in map.Entries)
        {
            if (keys.Contains(entry.Key.Text))
                _entries.Add(entry.Key.Text, entry);
            else if (UnknownKeys.Report(entry, owner, keys, bag) is { } meant)
                _meant.Add(meant);
        }
    }

    public SourceSpan Span { get; }

    public string Owner { get; }

    /// <summary>Whether the key is there with a value, readable or not.</summary>
    public bool Has(string key) => Find(key) is not null;

    public Written<bool>? Boolean(string key, bool allowQuoted = false) => Find(key) is { } entry ? ScalarReader.Boolean(entry, Owner, _bag, allowQuoted) : null;

    public Written<int>? Integer(string key) => Find(key) is { } entry ? ScalarReader.Integer(entry, Owner, _bag) : null;

    public Written<double>? Number(string key) => Find(key) is { } entry ? ScalarReader.Number(entry, Owner, _bag) : null;

    public Written<TimeSpan>? Duration(string key) => Find(key) is { } entry ? ScalarReader.Duration(entry, Owner, _bag) : null;

    public Written<string>? Text(string key) => Find(key) is { } entry ? ScalarReader.Text(entry, Owner, _bag) : null;

    /// <summary>
    /// Reports a key that must be there and is not. A value of the wrong type is reported where it is read, and a misspelt key
    /// where it stands.
    /// </summary>
    public void Require(string key, SourceSpan span, string fix)
    {
        if (Find(key) is not null || _meant.Contains(key))
            return;
        if (_entries.TryGetValue(key, out MapEntry? empty))
            _bag.Add(DiagnosticRules.MissingKey, empty.Key.Span, $"`{key}` of {Owner} has no value.", fix);
        else
            _bag.Add(DiagnosticRules.MissingKey, span, $"`{key}` is missing in {Owner}.", fix);
    }

    /// <summary>One of a few words.</summary>
    public Written<T>? Choice<T>(string key, IReadOnlyDictionary<string, T> choices)
    {
        if (Text(key) is not { } text)
            return null;
        if (choices.TryGetValue(text.Value, out T? value))
            return new Written<T>(value, text.Span);
        string list = string.Join(", ", choices.Keys.Select(c => $"`{c}`"));
        string fix = NearestName.Find(text.Value, choices.Keys) is { } near ? $"Write `{key}: {near}`." : $"Write one of {list}.";
        _bag.Add(DiagnosticRules.NotAllowedValue, text.Span, $"`{key}` of {Owner} is `{text.Value}`, but can only be {list}.", fix);
        return null;
    }

    /// <summary>A map; null when absent, null or no map (reported).</summary>
    public MapNode? Map(string key, string example)
    {
        if (Find(key) is not { Value: var value } entry)
            return null;
        if (value is not MapNode)
            WrongType(entry.ValueSpan, key, "a map of keys", value, example);
        return value as MapNode;
    }

    /// <summary>A list; null when absent, null or no list (reported).</summary>
    public ListNode? List(string key, string example)
    {
        if (Find(key) is not { Value: var value } entry)
            return null;
        if (value is not ListNode)
            WrongType(entry.ValueSpan, key, "a list", value, example);
        return value as ListNode;
    }

    /// <summary>A list of texts; null when absent or when one of them could not be read (reported).</summary>
    public IReadOnlyList<Written<string>>? TextList(string key, string example)
    {
        if (List(key, TextExample(key) ?? example) is not { } list)
            return null;
        List<Written<string>> texts = [];
        foreach (SyntaxNode item in list.Items)
        {
            if (item is ScalarNode scalar)
                texts.Add(new Written<string>(scalar.Text, scalar.Span));
            else
                _bag.Add(
                    DiagnosticRules.WrongType,
                    item.Span,
                    $"Every entry of `{key}` of {Owner} must be text, but this one is {item.Kind}.",
                    "Write the entry on one line, in quotes if it holds a colon or brackets.");
        }
        return texts.Count == list.Items.Count ? texts : null;
    }

    // A command as one text is the usual slip: show it as the list that it should be.
    private string? TextExample(string key) => Find(key)?.Value is ScalarNode { Text.Length: > 0 } scalar
        ? $"`{key}: [{string.Join(", ", scalar.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Quote))}]`"
        : null;

    private static string Quote(string word) => $"\"{word.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    // In examples NEXT stands for a name: where one was written alone, it is shown in its right place.
    private void WrongType(SourceSpan span, string key, string expected, SyntaxNode actual, string example)
    {
        bool isName = actual is ScalarNode { Text: [_, ..] word } && !word.Contains(' ', StringComparison.Ordinal);
        string shown = isName ? example.Replace("NEXT", ((ScalarNode)actual).Text, StringComparison.Ordinal) : example;
        _bag.Add(DiagnosticRules.WrongType, span, $"`{key}` of {Owner} must be {expected}, but is {actual.Kind}.", $"Write {shown}.");
    }

    // A key without a value counts as absent, as AION reads it.
    private MapEntry? Find(string key)
    {
        Debug.Assert(_keys.Contains(key), $"{key} is not declared");
        return _entries.TryGetValue(key, out MapEntry? entry) && entry.Value is not ScalarNode { IsNull: true } ? entry : null;
    }
}
