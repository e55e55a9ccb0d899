using Aion.ServiceBroker.Lifecycle;

namespace Aion.ServiceBroker.Tests.Lifecycle;

public sealed class RestartBackoffTests
{
    [Fact]
    public void Next_DoublesToHalfAMinuteAndBeginsAnewAfterAMinuteOfRunning()
    {
        var backoff = new RestartBackoff();
        var pauses = Enumerable.Range(0, 10).Select(_ => backoff.Next(TimeSpan.FromSeconds(1)).TotalSeconds).ToArray();
        Assert.Equal([0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30, 30], pauses);
        Assert.Equal(0.2, backoff.Next(TimeSpan.FromSeconds(60)).TotalSeconds);
        Assert.Equal(0.4, backoff.Next(TimeSpan.Zero).TotalSeconds);
    }
}
