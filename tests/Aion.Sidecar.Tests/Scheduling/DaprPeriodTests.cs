using Aion.Sidecar.Scheduling;

namespace Aion.Sidecar.Tests.Scheduling;

public sealed class DaprPeriodTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("10s", 0, 0, 0, "00:00:10", null)]
    [InlineData("0h0m7s10ms", 0, 0, 0, "00:00:07.0100000", null)]
    [InlineData("1h30m", 0, 0, 0, "01:30:00", null)]
    [InlineData("1.5s", 0, 0, 0, "00:00:01.5000000", null)]
    [InlineData("PT10S", 0, 0, 0, "00:00:10", null)]
    [InlineData("R5/PT10S", 0, 0, 0, "00:00:10", 5)]
    [InlineData("R2/P1Y2M3W4DT5H6M7S", 1, 2, 25, "05:06:07", 2)]
    [InlineData("R3", 0, 0, 0, "00:00:00", 3)]
    public void Parse_OfEitherSyntax_GivesItsParts(string text, int years, int months, int days, string time, int? repeats)
    {
        var period = DaprPeriod.Parse(text);

        Assert.Equal(new DaprPeriod(years, months, days, TimeSpan.Parse(time), repeats), period);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("soon")]
    [InlineData("R/PT1S")]
    [InlineData("P1H")]
    [InlineData("PT1X")]
    [InlineData("5 s")]
    public void Parse_OfAnythingElse_Fails(string text) => Assert.Throws<FormatException>(() => DaprPeriod.Parse(text));

    [Theory]
    [InlineData("1m", "2030-01-31T12:01:00Z")]
    [InlineData("-5s", "2030-01-31T11:59:55Z")]
    [InlineData("P1M", "2030-02-28T12:00:00Z")]
    [InlineData("2031-05-06T07:08:09Z", "2031-05-06T07:08:09Z")]
    [InlineData("2031-05-06T07:08:09.5+02:00", "2031-05-06T05:08:09.5Z")]
    public void PointInTime_OfADurationOrATime_IsThatTime(string text, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected), GoTime.PointInTime(text, Start));

    [Theory]
    [InlineData("R2/PT1S")]
    [InlineData("tomorrow")]
    [InlineData("7")]
    public void PointInTime_OfAnythingElse_Fails(string text) => Assert.Throws<FormatException>(() => GoTime.PointInTime(text, Start));

    [Theory]
    [InlineData("00:00:00", "0s")]
    [InlineData("00:00:00.250", "250ms")]
    [InlineData("00:00:01.500", "1.5s")]
    [InlineData("00:01:00", "1m0s")]
    [InlineData("10:00:10", "10h0m10s")]
    [InlineData("1.00:00:00", "24h0m0s")]
    public void Format_IsThatOfGo(string duration, string expected) => Assert.Equal(expected, GoTime.Format(TimeSpan.Parse(duration)));

    [Fact]
    public void NextAfter_WithTimesMissed_KeepsTheRhythm()
    {
        var hourly = DaprPeriod.Parse("1h");
        var monthly = DaprPeriod.Parse("P1M");

        Assert.Equal(Start.AddHours(1), hourly.NextAfter(Start, Start));
        Assert.Equal(Start.AddHours(6), hourly.NextAfter(Start, Start.AddHours(5)));
        Assert.Equal(new DateTimeOffset(2030, 4, 28, 12, 0, 0, TimeSpan.Zero), monthly.NextAfter(Start, Start.AddDays(60)));
    }

    [Theory]
    [InlineData("P7970Y")]
    [InlineData("P99999M")]
    [InlineData("P2147483647D")]
    [InlineData("70000000h")]
    [InlineData("P7969Y11MT80000000H")]
    public void After_BeyondTheYear9999_IsNever(string text)
    {
        var period = DaprPeriod.Parse(text);

        Assert.Equal(DateTimeOffset.MaxValue, period.After(Start));
        Assert.Equal(DateTimeOffset.MaxValue, period.NextAfter(Start, Start.AddYears(10)));
        Assert.Equal(DateTimeOffset.MaxValue, GoTime.PointInTime(text, Start));
        Assert.Equal(DateTimeOffset.MaxValue, period.After(DateTimeOffset.MaxValue));
    }

    [Fact]
    public void After_OfNearlyTheEndOfTime_IsExact() =>
        Assert.Equal(new DateTimeOffset(9999, 12, 31, 12, 0, 0, TimeSpan.Zero), DaprPeriod.Parse("P7969Y11M").After(Start));
}
