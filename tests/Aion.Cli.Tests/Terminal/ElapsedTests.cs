using Aion.Cli.Status;

namespace Aion.Cli.Tests.Terminal;

public sealed class ElapsedTests
{
    [Theory]
    [InlineData("00:00:00.4", "0 s")]
    [InlineData("00:00:59", "59 s")]
    [InlineData("00:01:05", "1 min 5 s")]
    [InlineData("03:07:00", "3 h 7 min")]
    [InlineData("2.05:00:00", "2 d 5 h")]
    [InlineData("-00:00:01", "0 s")]
    public void Text_Time_IsItsTwoLargestUnits(string time, string expected) =>
        Assert.Equal(expected, Elapsed.Text(TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture)));
}
