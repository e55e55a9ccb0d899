using Aion.Project.Diagnostics;
using Aion.Project.Syntax;

namespace Aion.Project.Configuration;

/// <summary>Says what was probably meant by a key that does not exist.</summary>
internal static class UnknownKeys
{
    private const int KeysWorthListing = 8;

    /// <summary>Reports the key. Returns the key of ours that was meant, so that it is not reported as missing too; null when unclear.</summary>
    public static string? Report(MapEntry entry, string owner, IReadOnlyCollection<string> keys, DiagnosticBag bag)
    {
        string key = entry.Key.Text;
        bool inProject = ReferenceEquals(keys, KnownKeys.Project), inService = ReferenceEquals(keys, KnownKeys.Service);
        if (inProject && key.StartsWith("x-", StringComparison.Ordinal))
            return null;
        if (inService && KnownKeys.Ignored.Contains(key))
        {
            bag.Add(
                DiagnosticRules.IgnoredKey,
                entry.Key.Span,
                $"`{key}` of {owner} has no effect; AION does not read it either.",
                "Remove the line.");
            return null;
        }
        if ((KnownKeys.Translate(key, keys) ?? NearestName.Find(key, keys)) is { } near)
        {
            bag.Add(DiagnosticRules.UnknownKey, entry.Key.Span, $"`{key}` is not a key of {owner}.", $"Did you mean `{near}`?");
            return near;
        }
        if (inProject && entry.Value is MapNode map && map.Entries.Any(e => KnownKeys.Service.Contains(e.Key.Text)))
        {
            bag.Add(
                DiagnosticRules.MisplacedKey,
                entry.Key.Span,
                $"`{key}` looks like a microservice, but stands beside `microservices`.",
                "Indent it and its keys by two spaces, below `microservices:`.");
            return "microservices";
        }
        string? place = KnownKeys.PlaceOf(key);
        if (place is not null && place != (inService ? "a microservice" : inProject ? "the project" : ""))
            bag.Add(
                DiagnosticRules.MisplacedKey,
                entry.Key.Span,
                $"`{key}` is a key of {place}, but stands in {owner}.",
                $"Move it below {place}, indented.");
        else
            bag.Add(DiagnosticRules.UnknownKey, entry.Key.Span, $"`{key}` is not a key of {owner}.", UnknownFix(key, inService, keys));
        return null;
    }

    private static string UnknownFix(string key, bool inService, IReadOnlyCollection<string> keys) =>
        inService && key == "image" ? "Remove it: the name of the microservice is its image; write the version as `tag`."
        : keys.Count > KeysWorthListing ? "Remove it. The reference of project.yml lists the keys that exist."
        : $"Remove it, or use one of: {string.Join(", ", keys.Order(StringComparer.Ordinal))}.";
}
