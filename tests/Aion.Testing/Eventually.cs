using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Aion.Testing;

/// <summary>For what has no event to wait for: asks again every few milliseconds.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Returns when the condition holds; fails with its text when it does not within <see cref="Within.Default"/>.</summary>
    public static Task HoldsAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string expected = "") =>
        HoldsAsync(() => Task.FromResult(condition()), expected);

    /// <inheritdoc cref="HoldsAsync(Func{bool}, string)"/>
    public static Task HoldsAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string expected = "") =>
        HoldsAsync(condition, Within.Default, expected);

    /// <summary>The same with a time-out of its own, for what takes a busy machine longer than <see cref="Within.Default"/>.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition, TimeSpan limit, [CallerArgumentExpression(nameof(condition))] string expected = "")
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > limit)
            {
                throw new TimeoutException($"Not within {limit.TotalSeconds} s: {expected}");
            }

            await Task.Delay(Interval);
        }
    }
}
