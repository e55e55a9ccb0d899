using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Aion.ServiceBroker.Tests;

/// <summary>Waits for something another process does, which cannot be awaited; says what was expected when it does not happen.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static Task TrueAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string expected = "") =>
        TrueAsync(() => Task.FromResult(condition()), expected);

    public static async Task TrueAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string expected = "")
    {
        for (var watch = Stopwatch.StartNew(); !await condition();)
        {
            Assert.True(watch.Elapsed < Patience, $"Not within {Patience.TotalSeconds} s: {expected}");
            await Task.Delay(10);
        }
    }
}
