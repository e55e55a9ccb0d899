using System.Globalization;

namespace Aion.ServiceBroker.Platforms.Processes.Causes;

/// <summary>Amounts of memory for people.</summary>
internal static class Bytes
{
    private const double Kibi = 1024;
    private static readonly string[] Units = ["bytes", "KiB", "MiB", "GiB", "TiB"];

    /// <summary><c>512 MiB</c>, <c>1.5 GiB</c>.</summary>
    public static string Text(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        for (; value >= Kibi && unit < Units.Length - 1; unit++)
        {
            value /= Kibi;
        }

        return value.ToString(value < 10 ? "0.#" : "0", CultureInfo.InvariantCulture) + " " + Units[unit];
    }
}
