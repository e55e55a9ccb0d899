namespace InspectionLine.Measure.Measuring;

/// <summary>
/// Fits a circle to edge points. A crack or a notch puts a few points far off the edge, so the fit is repeated without
/// the points that lie more than a pixel and three median deviations away.
/// </summary>
public static class CircleFit
{
    private const int Rounds = 4;

    /// <summary>The fitted circle.</summary>
    /// <exception cref="InvalidDataException">Fewer than eight points, or points on a line.</exception>
    public static Circle Of(IReadOnlyList<(double X, double Y)> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var inliers = points;
        var circle = LeastSquares(inliers);
        for (var round = 0; round < Rounds; round++)
        {
            var fitted = circle;
            var deviations = points.Select(p => Math.Abs(fitted.Deviation(p))).Order().ToArray();
            var limit = 1 + (3 * deviations[deviations.Length / 2]);
            inliers = [.. points.Where(p => Math.Abs(fitted.Deviation(p)) <= limit)];
            circle = LeastSquares(inliers);
        }

        return circle;
    }

    // Kåsa's fit: x² + y² + Dx + Ey + F = 0 is linear in D, E and F; about the mean the normal equations are 2 by 2.
    private static Circle LeastSquares(IReadOnlyList<(double X, double Y)> points)
    {
        if (points.Count < 8)
            throw new InvalidDataException("Too few edge points for a circle.");

        var (meanX, meanY) = (points.Average(p => p.X), points.Average(p => p.Y));
        double uu = 0, vv = 0, uv = 0, uz = 0, vz = 0;
        foreach (var (x, y) in points)
        {
            var (u, v) = (x - meanX, y - meanY);
            var z = (u * u) + (v * v);
            (uu, vv, uv, uz, vz) = (uu + (u * u), vv + (v * v), uv + (u * v), uz + (u * z), vz + (v * z));
        }

        var determinant = (uu * vv) - (uv * uv);
        if (Math.Abs(determinant) < 1e-6)
            throw new InvalidDataException("The edge points lie on a line.");

        var centreU = ((uz * vv) - (vz * uv)) / (2 * determinant);
        var centreV = ((vz * uu) - (uz * uv)) / (2 * determinant);
        var radius = Math.Sqrt((centreU * centreU) + (centreV * centreV) + ((uu + vv) / points.Count));
        return new Circle(meanX + centreU, meanY + centreV, radius);
    }
}
