namespace Aion.Cli.CommandLine;

/// <summary>Finds what a mistyped word was probably meant to be.</summary>
internal static class Similar
{
    /// <summary>The candidate that differs least, or null when all differ in more than a third of their letters.</summary>
    public static string? To(string typed, IEnumerable<string> candidates) =>
        candidates.Select(name => (Name: name, Edits: Edits(typed.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(candidate => candidate.Edits <= Math.Max(1, candidate.Name.Length / 3))
            .OrderBy(candidate => candidate.Edits).Select(candidate => candidate.Name).FirstOrDefault();

    /// <summary>All candidates, those that differ least first.</summary>
    public static IEnumerable<string> NearestFirst(string typed, IEnumerable<string> candidates) =>
        candidates.OrderBy(name => Edits(typed.ToLowerInvariant(), name.ToLowerInvariant()));

    // Damerau's distance with adjacent swaps: letters to insert, delete, replace or swap.
    private static int Edits(string from, string to)
    {
        var cost = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }
                var replace = cost[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(replace, 1 + Math.Min(cost[i - 1, j], cost[i, j - 1]));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }
        return cost[from.Length, to.Length];
    }
}
