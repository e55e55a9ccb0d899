using Spectre.Console;

namespace Aion.Cli.Terminal;

/// <summary>Names and what belongs to them: two columns, the second wrapped on a terminal and whole in a pipe.</summary>
internal sealed class FactList
{
    private const int Indent = 2;
    private const int Gap = 2;

    private readonly List<(string Name, string Text, string? Style)> _facts = [];

    public void Add(string name, string text, string? style = null) => _facts.Add((name, text, style));

    public void WriteTo(CommandOutput output)
    {
        if (_facts.Count == 0)
        {
            return;
        }
        if (output.IsTerminal)
        {
            output.Text.Write(Draw());
            return;
        }
        var width = _facts.Max(fact => fact.Name.Length) + Gap;
        foreach (var (name, text, _) in _facts)
        {
            output.Line((new string(' ', Indent) + name.PadRight(width) + text).TrimEnd());
        }
    }

    private Grid Draw()
    {
        var grid = new Grid().AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(Indent, 0, Gap, 0) }).AddColumn(new GridColumn { Padding = new Padding(0) });
        foreach (var (name, text, style) in _facts)
        {
            grid.AddRow(new Markup($"[dim]{name.EscapeMarkup()}[/]"), new Text(text, style is null ? Style.Plain : Style.Parse(style)));
        }
        return grid;
    }
}
