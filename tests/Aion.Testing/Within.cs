using System.Runtime.CompilerServices;

namespace Aion.Testing;

/// <summary>Awaits with a time-out that says what was expected.</summary>
public static class Within
{
    /// <summary>Long enough for a busy build machine: a test that passes never waits for it.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(30);

    /// <summary>The task's result; fails with the awaited expression when it does not come in time.</summary>
    public static async Task<T> Within30s<T>(this Task<T> task, [CallerArgumentExpression(nameof(task))] string expected = "")
    {
        try
        {
            return await task.WaitAsync(Default);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Not within {Default.TotalSeconds} s: {expected}");
        }
    }

    /// <inheritdoc cref="Within30s{T}(Task{T}, string)"/>
    public static async Task Within30s(this Task task, [CallerArgumentExpression(nameof(task))] string expected = "")
    {
        try
        {
            await task.WaitAsync(Default);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Not within {Default.TotalSeconds} s: {expected}");
        }
    }

    /// <inheritdoc cref="Within30s{T}(Task{T}, string)"/>
    public static Task<T> Within30s<T>(this ValueTask<T> task, [CallerArgumentExpression(nameof(task))] string expected = "") =>
        task.AsTask().Within30s(expected);

    /// <inheritdoc cref="Within30s{T}(Task{T}, string)"/>
    public static Task Within30s(this ValueTask task, [CallerArgumentExpression(nameof(task))] string expected = "") => task.AsTask().Within30s(expected);
}
