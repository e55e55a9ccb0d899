using InspectionLine.Measure.Pictures;

namespace InspectionLine.Measure.Measuring;

/// <summary>The dark places on the metal between the bore and the outer edge. Lengths in pixels.</summary>
/// <param name="Brightness">Median grey value of the metal.</param>
/// <param name="DarkPixels">Area of all dark places.</param>
/// <param name="CrackLength">Length of the longest dark place that is long and thin; 0 when there is none.</param>
public sealed record SurfaceScan(double Brightness, int DarkPixels, double CrackLength)
{
    /// <summary>The blurred edge of the part is no surface.</summary>
    private const double Margin = 1.5;

    /// <summary>Metal darker than this share of its median is a dark place.</summary>
    private const double DarkShare = 0.72;

    /// <summary>Smaller pieces are noise of the camera.</summary>
    private const int SmallestPiece = 5;

    private const double CrackLengthPerWidth = 3;

    /// <summary>Scans the ring between the two circles.</summary>
    /// <exception cref="InvalidDataException">The circles leave no ring between them.</exception>
    public static SurfaceScan Of(GrayPicture picture, Circle outer, Circle bore)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var metal = MetalPixels(picture, outer, bore);
        if (metal.Count < 100)
            throw new InvalidDataException("There is no metal between the bore and the outer edge.");

        var grey = metal.Select(i => picture.Pixels[i]).Order().ToArray();
        double median = grey[grey.Length / 2];
        var dark = new bool[picture.Pixels.Length];
        foreach (var i in metal)
            dark[i] = picture.Pixels[i] < median * DarkShare;

        var places = ConnectedComponents.Find(dark, picture.Width).Where(c => c.Area >= SmallestPiece).ToList();
        var cracks = places.Select(c => c.Extent()).Where(e => e.Length >= CrackLengthPerWidth * e.Width);
        return new SurfaceScan(median, places.Sum(c => c.Area), cracks.Select(e => e.Length).DefaultIfEmpty(0).Max());
    }

    private static List<int> MetalPixels(GrayPicture picture, Circle outer, Circle bore)
    {
        var metal = new List<int>();
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
            {
                var point = (x + 0.5, y + 0.5);
                if (outer.Deviation(point) < -Margin && bore.Deviation(point) > Margin)
                    metal.Add((y * picture.Width) + x);
            }
        }

        return metal;
    }
}
