using Aion.Project.Diagnostics;
using Aion.Project.Syntax;

namespace Aion.Project.Configuration;

/// <summary>Says what was probably meant by a key that does not exist.</summary>
internal static class UnknownKeys
{
    public static void Report(MapEntry entry, string owner, IReadOnlyCollection<string> keys, DiagnosticBag bag)
    {
        string key = entry.Key.Text;
        if (ReferenceEquals(keys, KnownKeys.Project) && key.StartsWith("x-", StringComparison.Ordinal))
            return;
        if (ReferenceEquals(keys, KnownKeys.Service) && KnownKeys.Ignored.Contains(key))
        {
            bag.Add(DiagnosticRules.IgnoredKey, entry.Key.Span, $"`{key}` of {owner} has no effect; AION does not read it either.", "Remove the line.");
            return;
        }
        string? near = KnownKeys.Translate(key, keys) ?? NearestName.Find(key, keys);
        if (near is null && KnownKeys.PlaceOf(key) is { } place && place != KindOf(keys))
        {
            bag.Add(DiagnosticRules.MisplacedKey, entry.Key.Span, $"`{key}` is a key of {place}, but stands in {owner}.", $"Indent it so that it stands below {place}.");
            return;
        }
        string fix = near is not null ? $"Did you mean `{near}`?" : $"Remove it, or use one of: {string.Join(", ", keys.Order(StringComparer.Ordinal))}.";
        bag.Add(DiagnosticRules.UnknownKey, entry.Key.Span, $"`{key}` is no key of {owner}.", fix);
    }

    private static string KindOf(IReadOnlyCollection<string> keys) =>
        ReferenceEquals(keys, KnownKeys.Service) ? "a microservice" : ReferenceEquals(keys, KnownKeys.Project) ? "the project" : "";
}
