using System.Threading.Channels;

namespace Aion.Sidecar.Tests.Hosting;

/// <summary>Every wait of a test ends with what was expected.</summary>
public static class Waiting
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    public static async Task<T> Within<T>(this Task<T> task, string expected)
    {
        try
        {
            return await task.WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Expected within {Limit.TotalSeconds} s: {expected}");
        }
    }

    public static async Task Within(this Task task, string expected)
    {
        try
        {
            await task.WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Expected within {Limit.TotalSeconds} s: {expected}");
        }
    }

    public static Task<T> NextAsync<T>(this Channel<T> channel, string expected) => channel.Reader.ReadAsync().AsTask().Within(expected);

    /// <summary>Polls what has no event to wait for.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string expected)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await condition())
        {
            if (limit.IsCancellationRequested)
                throw new TimeoutException($"Expected within {Limit.TotalSeconds} s: {expected}");
            await Task.Delay(20, CancellationToken.None);
        }
    }
}
