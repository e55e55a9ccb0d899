using Aion.Sidecar.Workflows;

namespace Aion.Sidecar.Tests.Workflows;

public sealed class WorkRetriesTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(6, 32)]
    [InlineData(7, 60)]
    [InlineData(100_000, 60)]
    public void PauseAfter_FailuresInARow_GrowsToAMinute(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), WorkRetries.PauseAfter(failures));
}
