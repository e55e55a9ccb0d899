using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Aion.Bench;

/// <summary>Collects figures, prints them as one table and, when asked, as JSON.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly List<Row> _rows = [];

    public void Add(string work, string measure, double value, double? peer = null, bool higherIsBetter = true)
    {
        _rows.Add(new Row(work, measure, value, peer, higherIsBetter));
        Console.Error.WriteLine($"  {work}: {measure} {Text(value)}");
    }

    public void Print()
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("work", "measure", "here", "AION (peers.md)", "ratio");
        table.Columns[2].RightAligned();
        table.Columns[3].RightAligned();
        table.Columns[4].RightAligned();
        foreach (var row in _rows)
        {
            table.AddRow(row.Work.EscapeMarkup(), row.Measure.EscapeMarkup(), Text(row.Value), row.Peer is { } p ? Text(p) : "", Ratio(row));
        }

        AnsiConsole.Write(table);
    }

    public void Save(string path) => File.WriteAllText(path, JsonSerializer.Serialize(_rows, Indented));

    private static string Ratio(Row row) => row.Peer is not { } peer || peer == 0 ? ""
        : (row.HigherIsBetter ? row.Value / peer : peer / row.Value).ToString("0.00x", CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString(value < 10 ? "0.##" : "#,0", CultureInfo.InvariantCulture);

    private sealed record Row(string Work, string Measure, double Value, double? Peer, bool HigherIsBetter);
}
