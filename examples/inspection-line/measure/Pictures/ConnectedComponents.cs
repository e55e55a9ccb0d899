namespace InspectionLine.Measure.Pictures;

/// <summary>Finds the pieces of a mask: pixels that touch by an edge or a corner belong together.</summary>
public static class ConnectedComponents
{
    /// <summary>All pieces of <paramref name="mask"/> (row by row, <paramref name="width"/> pixels each), the largest first.</summary>
    public static IReadOnlyList<Component> Find(bool[] mask, int width)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var seen = new bool[mask.Length];
        var found = new List<Component>();
        var open = new Stack<int>();
        for (var start = 0; start < mask.Length; start++)
        {
            if (!mask[start] || seen[start])
                continue;

            seen[start] = true;
            open.Push(start);
            found.Add(new Component(width, Fill(mask, seen, width, open)));
        }

        found.Sort((a, b) => b.Area.CompareTo(a.Area));
        return found;
    }

    private static List<int> Fill(bool[] mask, bool[] seen, int width, Stack<int> open)
    {
        var pixels = new List<int>();
        while (open.TryPop(out var pixel))
        {
            pixels.Add(pixel);
            var (column, row) = (pixel % width, pixel / width);
            for (var y = Math.Max(0, row - 1); y <= Math.Min((mask.Length / width) - 1, row + 1); y++)
            {
                for (var x = Math.Max(0, column - 1); x <= Math.Min(width - 1, column + 1); x++)
                {
                    var next = (y * width) + x;
                    if (!mask[next] || seen[next])
                        continue;

                    seen[next] = true;
                    open.Push(next);
                }
            }
        }

        return pixels;
    }
}
