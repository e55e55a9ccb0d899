namespace InspectionLine.Measure.Pictures;

/// <summary>The grey value that separates a bright part from a dark background best (Otsu 1979).</summary>
public static class OtsuThreshold
{
    /// <summary>The threshold: what is brighter belongs to the part.</summary>
    public static int Of(GrayPicture picture)
    {
        Span<int> histogram = stackalloc int[256];
        foreach (var value in picture.Pixels)
            histogram[value]++;

        var total = picture.Pixels.Length;
        double sum = 0;
        for (var value = 0; value < 256; value++)
            sum += (double)value * histogram[value];

        var (best, bestVariance, dark, darkSum) = (0, -1.0, 0, 0.0);
        for (var value = 0; value < 255; value++)
        {
            dark += histogram[value];
            darkSum += (double)value * histogram[value];
            if (dark == 0 || dark == total)
                continue;

            var difference = (darkSum / dark) - ((sum - darkSum) / (total - dark));
            var variance = (double)dark * (total - dark) * difference * difference;
            if (variance > bestVariance)
                (best, bestVariance) = (value, variance);
        }

        return best;
    }
}
