using InspectionLine.Measure.Pictures;

namespace InspectionLine.Measure.Measuring;

/// <summary>The edge points of a ring, found along rays from its middle, finer than a pixel.</summary>
public sealed class EdgeScan
{
    private const int Rays = 360;
    private const double Step = 0.25;

    private EdgeScan(List<(double X, double Y)> outer, List<(double X, double Y)> bore) => (Outer, Bore) = (outer, bore);

    /// <summary>Where the rays leave the part for the last time.</summary>
    public IReadOnlyList<(double X, double Y)> Outer { get; }

    /// <summary>Where the rays enter the part for the first time.</summary>
    public IReadOnlyList<(double X, double Y)> Bore { get; }

    /// <summary>Scans from <paramref name="middle"/>, which has to lie in the bore.</summary>
    /// <exception cref="InvalidDataException">The middle is bright: the part has no bore.</exception>
    public static EdgeScan From(GrayPicture picture, (double X, double Y) middle, int threshold)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (picture.Sample(middle.X, middle.Y) > threshold)
            throw new InvalidDataException("The part has no bore.");

        var (outer, bore) = (new List<(double, double)>(Rays), new List<(double, double)>(Rays));
        for (var ray = 0; ray < Rays; ray++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * ray / Rays);
            var (first, last) = Crossings(picture, middle, (cos, sin), threshold);
            if (first > 0 && last > first)
            {
                bore.Add((middle.X + (first * cos), middle.Y + (first * sin)));
                outer.Add((middle.X + (last * cos), middle.Y + (last * sin)));
            }
        }

        return new EdgeScan(outer, bore);
    }

    private static (double First, double Last) Crossings(
        GrayPicture picture, (double X, double Y) middle, (double X, double Y) direction, int threshold)
    {
        var (first, last) = (-1.0, -1.0);
        var before = picture.Sample(middle.X, middle.Y);
        for (var radius = Step; ; radius += Step)
        {
            var (x, y) = (middle.X + (radius * direction.X), middle.Y + (radius * direction.Y));
            if (x < 0 || y < 0 || x > picture.Width || y > picture.Height)
                return (first, last);

            var here = picture.Sample(x, y);
            if (before > threshold != here > threshold)
            {
                var crossing = radius - (Step * (here - threshold) / (here - before));
                if (here > threshold && first < 0)
                    first = crossing;
                else if (here <= threshold)
                    last = crossing;
            }

            before = here;
        }
    }
}
