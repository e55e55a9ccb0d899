namespace InspectionLine.Measure.Pictures;

/// <summary>One connected piece of a mask. Lengths are in pixels.</summary>
public sealed class Component(int width, IReadOnlyList<int> pixels)
{
    /// <summary>The number of pixels.</summary>
    public int Area => pixels.Count;

    /// <summary>The middle of the smallest upright box around the piece.</summary>
    public (double X, double Y) BoxCentre()
    {
        var (left, right, top, bottom) = (int.MaxValue, int.MinValue, int.MaxValue, int.MinValue);
        foreach (var pixel in pixels)
        {
            var (x, y) = (pixel % width, pixel / width);
            (left, right) = (Math.Min(left, x), Math.Max(right, x));
            (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y));
        }

        return ((left + right + 1) / 2.0, (top + bottom + 1) / 2.0);
    }

    /// <summary>
    /// Length and width of the rectangle that has the piece's second moments: a bar gives its own sides, a disc twice
    /// nearly its diameter.
    /// </summary>
    public (double Length, double Width) Extent()
    {
        var (x, y) = (pixels.Average(p => p % width), pixels.Average(p => p / width));
        double xx = 0, yy = 0, xy = 0;
        foreach (var pixel in pixels)
        {
            var (dx, dy) = ((pixel % width) - x, (pixel / width) - y);
            (xx, yy, xy) = (xx + (dx * dx), yy + (dy * dy), xy + (dx * dy));
        }

        var middle = (xx + yy) / 2;
        var spread = Math.Sqrt(Math.Pow((xx - yy) / 2, 2) + (xy * xy));
        return (Side(middle + spread), Side(middle - spread));
    }

    // A bar of length L has the variance L² / 12; a pixel has the width 1, so its own variance is added.
    private double Side(double moment) => Math.Sqrt((12 * Math.Max(0, moment) / Area) + 1);
}
