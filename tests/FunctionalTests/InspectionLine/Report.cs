namespace Aion.FunctionalTests.InspectionLine;

/// <summary>The CSV file that archive writes.</summary>
internal sealed record Report(IReadOnlyList<ReportRow> Rows)
{
    /// <summary>What is there now; empty before archive runs.</summary>
    public static Report Read(string home)
    {
        var path = Path.Combine(home, "Data", "archive_1", "report.csv");
        var lines = File.Exists(path) ? File.ReadAllText(path).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
        return new Report([.. lines.Skip(1).Select(ReportRow.Parse)]);
    }
}
