namespace InspectionLine.Measure.Measuring;

/// <summary>What was measured on one part. Lengths in millimetres, areas in square millimetres.</summary>
public sealed record PartMeasurement
{
    /// <summary>Diameter of the outer edge.</summary>
    public required double OuterDiameter { get; init; }

    /// <summary>Diameter of the bore.</summary>
    public required double BoreDiameter { get; init; }

    /// <summary>Distance between the centres of the outer edge and the bore.</summary>
    public required double BoreOffset { get; init; }

    /// <summary>How far the outer edge leaves its circle: the 95th percentile, so that a single scratch does not count.</summary>
    public required double Roundness { get; init; }

    /// <summary>Area of the dark places on the metal, cracks included.</summary>
    public required double DarkArea { get; init; }

    /// <summary>Length of the longest dark place that is long and thin; 0 when there is none.</summary>
    public required double CrackLength { get; init; }

    /// <summary>Median grey value of the metal, 0 to 255: too low means that the lamp fails.</summary>
    public required double Brightness { get; init; }
}
