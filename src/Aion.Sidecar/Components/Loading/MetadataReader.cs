using System.Globalization;

namespace Aion.Sidecar.Components.Loading;

/// <summary>
/// Reads a component's metadata by name and type. As with <see cref="YamlMap"/>, a failure is collected and reading goes
/// on; names that nobody asked for are refused at the end, because a misspelt setting is otherwise silently a default.
/// </summary>
internal sealed class MetadataReader(ComponentConfig config, IReadOnlyDictionary<string, string> values, LoadFailures failures)
{
    private readonly HashSet<string> asked = new(StringComparer.OrdinalIgnoreCase);

    public string ComponentName => config.Name;

    public SourceMark MarkOf(string name) =>
        config.Metadata.FirstOrDefault(item => item.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Mark ?? config.Mark;

    public string Required(string name)
    {
        if (Optional(name) is { } value)
        {
            return value;
        }

        // A reference that could not be resolved has been reported already.
        if (!IsReference(name))
        {
            failures.Add(MarkOf(name), $"{config.Type} needs metadata \"{name}\"; add \"- name: {name}\" with its \"value:\"");
        }

        return "";
    }

    public string? Optional(string name)
    {
        asked.Add(name);
        return values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
    }

    /// <summary>Dapr's truth values: https://docs.dapr.io/reference/components-reference/</summary>
    public bool Boolean(string name, bool missing)
    {
        switch (Optional(name)?.ToUpperInvariant())
        {
            case null: return missing;
            case "TRUE" or "T" or "Y" or "YES" or "ON" or "1": return true;
            case "FALSE" or "F" or "N" or "NO" or "OFF" or "0": return false;
            case var _:
                Fail(name, "is not a truth value; write true or false");
                return missing;
        }
    }

    public int Integer(string name, int missing, int minimum)
    {
        var text = Optional(name);
        if (text is null)
        {
            return missing;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= minimum)
        {
            return number;
        }

        Fail(name, $"is not a whole number of {minimum} or more");
        return missing;
    }

    public TimeSpan Duration(string name, TimeSpan missing, TimeSpan plainUnit)
    {
        var text = Optional(name);
        if (text is null)
        {
            return missing;
        }

        if (GoDuration.TryParse(text, plainUnit, out var duration))
        {
            return duration;
        }

        Fail(name, "is not a duration; write one such as 500ms, 30s or 1h30m");
        return missing;
    }

    /// <summary>Names that are known and read elsewhere, or mean nothing to this implementation.</summary>
    public void Allow(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            asked.Add(name);
        }
    }

    /// <summary>A failure of the value of <paramref name="name"/>; the message starts with name and value.</summary>
    public void Fail(string name, string reason) =>
        failures.Add(MarkOf(name), $"metadata \"{name}\" of {config.Type} {(IsReference(name) || IsCredential(name) ? "(not shown)" : $"is \"{Optional(name)}\" and")} {reason}");

    public void RejectUnknownNames()
    {
        foreach (var item in config.Metadata.Where(item => item.Name.Length > 0 && !asked.Contains(item.Name)))
        {
            failures.Add(item.Mark, $"{config.Type} has no metadata \"{item.Name}\"; {Suggestion.For(item.Name, asked)}");
        }
    }

    private static bool IsCredential(string name) =>
        Array.Exists((string[])["Password", "Key", "Cert"], suffix => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));

    private bool IsReference(string name) =>
        config.Metadata.Any(item => item.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && (item.SecretName ?? item.EnvironmentVariable) is not null);
}
