using System.Globalization;
using Aion.Project.Model;

namespace Aion.ServiceBroker.Lifecycle.Machine;

/// <summary>How long to wait before the next start.</summary>
internal static class RestartDelay
{
    /// <summary>
    /// Nothing after the first failure, then <c>first</c>, growing by <c>factor</c> up to <c>maximum</c>. The random part only
    /// shortens a wait, and comes from the run's number: a workflow that is replayed has to find the same time.
    /// </summary>
    public static TimeSpan Of(BackoffModel backoff, int tries, string service, int number, int run) =>
        Longest(backoff, tries) is var longest && longest == TimeSpan.Zero
            ? longest : longest * (1 - (backoff.Jitter * Fraction(service, number, run)));

    /// <summary>Whether the waits have stopped growing.</summary>
    public static bool IsAtMaximum(BackoffModel backoff, int tries) => tries > 1 && Longest(backoff, tries) >= backoff.Maximum;

    private static TimeSpan Longest(BackoffModel backoff, int tries)
    {
        if (tries <= 1)
        {
            return TimeSpan.Zero;
        }

        // Infinite for a large factor and many tries; the comparison holds then too.
        var ticks = backoff.First.Ticks * Math.Pow(backoff.Factor, tries - 2);
        return ticks < backoff.Maximum.Ticks ? TimeSpan.FromTicks((long)ticks) : backoff.Maximum;
    }

    // FNV-1a over the text, then the finalizer of SplitMix64, so that neighbouring runs are far apart.
    private static double Fraction(string service, int number, int run)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in string.Create(CultureInfo.InvariantCulture, $"{service}/{number}/{run}"))
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9UL;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBUL;
        return ((hash ^ (hash >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
