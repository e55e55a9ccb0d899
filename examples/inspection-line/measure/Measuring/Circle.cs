namespace InspectionLine.Measure.Measuring;

/// <summary>A circle in pixels.</summary>
public readonly record struct Circle(double X, double Y, double Radius)
{
    /// <summary>How far a point lies outside (positive) or inside (negative) of the line.</summary>
    public double Deviation((double X, double Y) point) => DistanceToCentre(point) - Radius;

    /// <summary>The distance of a point to the centre.</summary>
    public double DistanceToCentre((double X, double Y) point) => Math.Sqrt(Math.Pow(point.X - X, 2) + Math.Pow(point.Y - Y, 2));
}
