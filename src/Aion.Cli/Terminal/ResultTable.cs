using Spectre.Console;

namespace Aion.Cli.Terminal;

/// <summary>Rows of text: a table on a terminal, columns separated by spaces in a pipe.</summary>
internal sealed class ResultTable(params string[] columns)
{
    // What the border takes beside each column's text, and at the end.
    private const int Padding = 3;
    private const int End = 1;

    // As much of a long last column tells the rest.
    private const int EnoughOfLast = 48;

    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Writes it whole, however wide it is; <paramref name="style"/> colours it on a terminal.</summary>
    public void WriteTo(CommandOutput output, Func<int, string, string?>? style = null)
    {
        if (output.IsTerminal)
        {
            output.Text.Write(ToTable(style));
            return;
        }
        WritePlain(output);
    }

    /// <summary>Without borders: columns padded with spaces, names in capitals.</summary>
    public void WritePlain(CommandOutput output)
    {
        var widths = Widths();
        foreach (var row in _rows.Prepend([.. columns.Select(name => name.ToUpperInvariant())]))
        {
            output.Line(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
        }
    }

    /// <summary>Cells are text, not markup; <paramref name="style"/> colours one by column and value.</summary>
    public Table ToTable(Func<int, string, string?>? style = null) => Build([.. Enumerable.Range(0, columns.Length)], int.MaxValue, style, wrap: true);

    /// <summary>
    /// A table that fits a window: the last column is cut, though not below 48 characters; as long as that does not help,
    /// columns are left out in the order of <paramref name="leaveOut"/>, and then the last one is cut further.
    /// </summary>
    public Table ToTable(int width, IEnumerable<int> leaveOut, Func<int, string, string?> style)
    {
        var widths = Widths();
        widths[^1] = Math.Min(widths[^1], EnoughOfLast);
        var shown = Enumerable.Range(0, columns.Length).ToList();
        using var candidates = leaveOut.GetEnumerator();
        while (shown.Sum(i => widths[i] + Padding) + End > width && candidates.MoveNext())
        {
            shown.Remove(candidates.Current);
        }
        var rest = width - shown.SkipLast(1).Sum(i => widths[i] + Padding) - Padding - End;
        return Build([.. shown], Math.Max(8, rest), style, wrap: false);
    }

    private int[] Widths() => [.. columns.Select((name, i) => _rows.Select(row => row[i].Length).Append(name.Length).Max())];

    private Table Build(int[] shown, int lastWidth, Func<int, string, string?>? style, bool wrap)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns([.. shown.Select(i => new TableColumn($"[dim]{columns[i]}[/]") { NoWrap = !wrap || i != shown[^1] })]);
        foreach (var row in _rows)
        {
            table.AddRow([.. shown.Select(i => Styled(i, i == shown[^1] ? Cut(row[i], lastWidth) : row[i], style))]);
        }
        return table;
    }

    private static string Styled(int column, string cell, Func<int, string, string?>? style) =>
        style?.Invoke(column, cell) is { } colour ? $"[{colour}]{cell.EscapeMarkup()}[/]" : cell.EscapeMarkup();

    private static string Cut(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "…";
}
