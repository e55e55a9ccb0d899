namespace Aion.FunctionalTests.InspectionLine;

/// <summary>The columns that the tests look at.</summary>
internal sealed record ReportRow(string Kanban, string Part, string Verdict, string Faults)
{
    // kanban,time,part,lane,verdict,faults,...; faults alone may be quoted, as it may hold commas.
    public static ReportRow Parse(string line)
    {
        var columns = line.Split(',', 6);
        var faults = columns[5].StartsWith('"') ? columns[5][1..columns[5].LastIndexOf('"')] : columns[5].Split(',')[0];
        return new ReportRow(columns[0], columns[2], columns[4], faults);
    }
}
