namespace Aion.Bench.Measuring;

/// <summary>Durations in microseconds, and what they say.</summary>
internal sealed class Samples(IEnumerable<double> microseconds)
{
    private readonly double[] _sorted = [.. microseconds.Order()];

    public double Median => At(0.50);

    public double P99 => At(0.99);

    private double At(double share) => _sorted.Length == 0 ? double.NaN : _sorted[(int)Math.Min(_sorted.Length - 1, share * _sorted.Length)];
}
