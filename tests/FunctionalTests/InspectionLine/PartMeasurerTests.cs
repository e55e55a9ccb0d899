using Aion.FunctionalTests.Hosting;
using InspectionLine.Measure.Measuring;
using InspectionLine.Measure.Pictures;

namespace Aion.FunctionalTests.InspectionLine;

/// <summary>The measuring itself, on the committed pictures: sizes, in millimetres, are those that make_pictures.py draws.</summary>
public sealed class PartMeasurerTests
{
    [Theory]
    [InlineData("good-1", 20.0, 0.0, false, false)]
    [InlineData("good-2", 20.0, 0.0, false, false)]
    [InlineData("good-3", 20.0, 0.0, false, false)]
    [InlineData("crack-1", 20.0, 0.0, true, true)]
    [InlineData("offcentre-1", 20.0, 1.0, false, false)]
    [InlineData("oversize-1", 21.6, 0.0, false, false)]
    [InlineData("spot-1", 20.0, 0.0, true, false)]
    public void Measure_OfACommittedPicture_FindsWhatWasDrawn(string name, double outer, double offset, bool dark, bool crack)
    {
        var file = Path.Combine(Repository.Example("inspection-line"), "pictures", name + ".pgm");

        var measured = new PartMeasurer(0.2).Measure(PgmReader.Read(File.ReadAllBytes(file)));

        Assert.InRange(measured.OuterDiameter, outer - 0.25, outer + 0.25);
        Assert.InRange(measured.BoreDiameter, 9.8, 10.2);
        Assert.InRange(measured.BoreOffset, offset - 0.03, offset + 0.03);
        Assert.InRange(measured.Roundness, 0, 0.05);
        Assert.Equal(dark, measured.DarkArea > 1);
        Assert.Equal(crack, measured.CrackLength > 1);
    }

    [Theory]
    [InlineData("P6 1 1 255 x", "It does not start with P5.")]
    [InlineData("P5 0 1 255 x", "Its width is no number from 1 to 8192.")]
    [InlineData("P5 2 99999 255 x", "Its height is no number from 1 to 8192.")]
    [InlineData("P5 2 # a comment\n2 255 abc", "It has 3 of 4 pixels.")]
    [InlineData("P5", "Its width is no number from 1 to 8192.")]
    public void Read_OfWhatIsNoPicture_SaysWhatIsWrong(string content, string message)
    {
        var error = Assert.Throws<InvalidDataException>(() => PgmReader.Read(System.Text.Encoding.ASCII.GetBytes(content)));
        Assert.Equal(message, error.Message);
    }
}
