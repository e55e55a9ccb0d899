using Aion.Cli.Terminal;
using Spectre.Console;

namespace Aion.Cli.Tests.Terminal;

public sealed class ResultTableTests
{
    [Fact]
    public void ToTable_NarrowWindow_LeavesOutColumnsThenCutsTheLast()
    {
        var table = new ResultTable("service", "pid", "note");
        table.Add("measure", "4711", "a very long note about what went wrong");
        var text = Render(table.ToTable(30, [1], (_, _) => null));
        Assert.DoesNotContain("4711", text);
        Assert.Contains("measure", text);
        Assert.Contains("…", text);
        Assert.All(text.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 30, line));
    }

    [Fact]
    public void ToTable_LongLastColumn_IsCutBeforeColumnsAreLeftOut()
    {
        var table = new ResultTable("service", "pid", "note");
        table.Add("measure", "4711", new string('x', 200));
        var text = Render(table.ToTable(80, [1], (_, _) => null));
        Assert.Contains("4711", text);
        Assert.Contains("xxx…", text);
        Assert.All(text.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));
    }

    [Fact]
    public void ToTable_WideWindow_ShowsEverything()
    {
        var table = new ResultTable("service", "pid", "note");
        table.Add("measure", "4711", "[as] it is");
        Assert.Contains("4711   [as] it is", Render(table.ToTable(100, [1], (_, _) => "red")));
    }

    private static string Render(Table table)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No });
        console.Profile.Width = 200;
        console.Write(table);
        return writer.ToString();
    }
}
