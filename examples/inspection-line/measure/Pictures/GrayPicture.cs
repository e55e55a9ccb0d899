namespace InspectionLine.Measure.Pictures;

/// <summary>An 8-bit grey picture, row by row from the top left.</summary>
public sealed class GrayPicture(int width, int height, byte[] pixels)
{
    /// <summary>Pixels per row.</summary>
    public int Width { get; } = width;

    /// <summary>Rows.</summary>
    public int Height { get; } = height;

    /// <summary>The grey values; index y * Width + x.</summary>
    public ReadOnlySpan<byte> Pixels => pixels;

    /// <summary>The grey value of one pixel.</summary>
    public byte this[int x, int y] => pixels[(y * Width) + x];

    /// <summary>The grey value between pixels, bilinear; the pixel (x, y) has its centre at (x + 0.5, y + 0.5).</summary>
    public double Sample(double x, double y)
    {
        var left = Math.Clamp(x - 0.5, 0, Width - 1.0);
        var top = Math.Clamp(y - 0.5, 0, Height - 1.0);
        var (x0, y0) = ((int)left, (int)top);
        var (x1, y1) = (Math.Min(x0 + 1, Width - 1), Math.Min(y0 + 1, Height - 1));
        var (fx, fy) = (left - x0, top - y0);
        var upper = (this[x0, y0] * (1 - fx)) + (this[x1, y0] * fx);
        var lower = (this[x0, y1] * (1 - fx)) + (this[x1, y1] * fx);
        return (upper * (1 - fy)) + (lower * fy);
    }
}
