using Aion.Client.Connection;
using Microsoft.Extensions.Time.Testing;

namespace Aion.Client.Tests.Connection;

public sealed class BackOffTests
{
    [Fact]
    public async Task PauseAsync_AfterALongAttempt_IsShortAgain()
    {
        var time = new FakeTimeProvider();
        var backOff = new BackOff(TimeSpan.FromSeconds(1), time);
        for (var n = 0; n < 8; n++)
        {
            var pause = backOff.PauseAsync(default);
            time.Advance(TimeSpan.FromSeconds(1));
            await pause.Within30s();
        }

        var long1 = backOff.PauseAsync(default);
        time.Advance(TimeSpan.FromMilliseconds(700));
        Assert.False(long1.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(300));
        await long1.Within30s();

        // A stream on which nothing came, but which held.
        time.Advance(TimeSpan.FromSeconds(2));
        var again = backOff.PauseAsync(default);
        time.Advance(TimeSpan.FromMilliseconds(50));
        await again.Within30s();
    }
}
