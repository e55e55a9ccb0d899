namespace Aion.Project.Diagnostics;

/// <summary>Finds the name that was probably meant.</summary>
public static class NearestName
{
    /// <summary>The candidate with the fewest typing slips, or null when none is near enough to be meant.</summary>
    public static string? Find(string written, IEnumerable<string> candidates)
    {
        string? best = null;
        int bestDistance = int.MaxValue;
        foreach (string candidate in candidates)
        {
            if (Simplify(candidate) == Simplify(written))
                return candidate;
            int distance = Distance(written.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance >= bestDistance || distance > Tolerance(written, candidate) || IsOtherShortWord(written, candidate))
                continue;
            best = candidate;
            bestDistance = distance;
        }
        return best;
    }

    /// <summary>"Did you mean `x`?", or the fallback when nothing is near.</summary>
    public static string Suggest(string written, IEnumerable<string> candidates, string fallback) =>
        Find(written, candidates) is { } near ? $"Did you mean `{near}`?" : fallback;

    private static int Tolerance(string written, string candidate) => Math.Max(1, Math.Min(written.Length, candidate.Length) / 3);

    // Three letters with one replaced are another word (gpu, cpu), not a slip.
    private static bool IsOtherShortWord(string written, string candidate) =>
        candidate.Length <= 3 && written.Length == candidate.Length && !written.Order().SequenceEqual(candidate.Order());

    private static string Simplify(string name) =>
        name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    // Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours cost 1.
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 8 || a.Length > 80 || b.Length > 80)
            return int.MaxValue;
        int[] twoBack = new int[b.Length + 1], previous = new int[b.Length + 1], current = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
            previous[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replace, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    current[j] = Math.Min(current[j], twoBack[j - 2] + 1);
            }
            (twoBack, previous, current) = (previous, current, twoBack);
        }
        return previous[b.Length];
    }
}
