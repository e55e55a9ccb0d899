namespace Aion.Sidecar.Components.Loading;

/// <summary>Ends a message about an unknown word with the word that was probably meant and with all that are known.</summary>
internal static class Suggestion
{
    public static string For(string word, IEnumerable<string> known)
    {
        var words = known.Order(StringComparer.OrdinalIgnoreCase).ToList();
        if (words.Count == 0)
        {
            return "none is loaded";
        }

        var list = $"known: {string.Join(", ", words)}";
        var nearest = words.MinBy(candidate => Distance(word, candidate))!;
        return Distance(word, nearest) <= Math.Max(2, word.Length / 3)
            ? $"did you mean \"{nearest}\"? ({list})"
            : list;
    }

    /// <summary>Levenshtein distance without case.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + cost));
            }
        }

        return row[^1];
    }
}
