using InspectionLine.Measure.Pictures;

namespace InspectionLine.Measure.Measuring;

/// <summary>Measures a bright, ring-shaped part on a dark background.</summary>
public sealed class PartMeasurer(double millimetresPerPixel)
{
    private const double SmallestPartShare = 0.01;

    /// <summary>Finds the part and measures it: threshold, largest piece, edges, circles, dark places.</summary>
    /// <exception cref="InvalidDataException">There is no ring in the picture; the message says what is missing.</exception>
    public PartMeasurement Measure(GrayPicture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var threshold = OtsuThreshold.Of(picture);
        var part = FindPart(picture, threshold);
        var edges = EdgeScan.From(picture, part.BoxCentre(), threshold);
        var outer = CircleFit.Of(edges.Outer);
        var bore = CircleFit.Of(edges.Bore);
        var surface = SurfaceScan.Of(picture, outer, bore);

        return new PartMeasurement
        {
            OuterDiameter = Millimetres(2 * outer.Radius),
            BoreDiameter = Millimetres(2 * bore.Radius),
            BoreOffset = Millimetres(outer.DistanceToCentre((bore.X, bore.Y))),
            Roundness = Millimetres(Percentile95(edges.Outer.Select(p => Math.Abs(outer.Deviation(p))))),
            DarkArea = Math.Round(surface.DarkPixels * millimetresPerPixel * millimetresPerPixel, 3),
            CrackLength = Millimetres(surface.CrackLength),
            Brightness = surface.Brightness,
        };
    }

    private static Component FindPart(GrayPicture picture, int threshold)
    {
        var mask = new bool[picture.Pixels.Length];
        for (var i = 0; i < mask.Length; i++)
            mask[i] = picture.Pixels[i] > threshold;

        var pieces = ConnectedComponents.Find(mask, picture.Width);
        return pieces.Count > 0 && pieces[0].Area >= mask.Length * SmallestPartShare
            ? pieces[0]
            : throw new InvalidDataException("There is no part in the picture.");
    }

    private static double Percentile95(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)((sorted.Length - 1) * 0.95)];
    }

    private double Millimetres(double pixels) => Math.Round(pixels * millimetresPerPixel, 3);
}
