using System.Globalization;
using System.Text.RegularExpressions;

namespace Aion.ServiceBroker.Cluster;

/// <summary>What another machine wrote, made fit for logs, terminals and dictionaries: without a token, anybody may have written it.</summary>
internal static partial class PeerText
{
    private const int Longest = 1000;

    /// <summary>One line: what would move a cursor or turn the direction of writing is a space, and what is too long is cut.</summary>
    public static string Line(string? text)
    {
        text ??= "";
        var kept = text.Length <= Longest ? text : text[..Longest] + "…";
        return kept.Any(IsUnfit) ? string.Concat(kept.Select(c => IsUnfit(c) ? ' ' : c)) : kept;
    }

    /// <summary><see cref="Line"/>; null stays null.</summary>
    public static string? LineOrNull(string? text) => text is null ? null : Line(text);

    /// <summary>Whether it can be the label of a service.</summary>
    public static bool IsLabel(string? text) => text is { Length: > 0 and <= 63 } && Labels().IsMatch(text);

    /// <summary>Whether it can be an id or a hash: at most 128 visible characters of ASCII.</summary>
    public static bool IsToken(string text) => text.Length <= 128 && text.All(c => c is > ' ' and < '\x7f');

    private static bool IsUnfit(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    [GeneratedRegex("^[a-z]([-a-z0-9]*[a-z0-9])?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Labels();
}
