using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Aion.Cli.CommandLine;
using Spectre.Console;

namespace Aion.Cli.Terminal;

/// <summary>
/// Where a command writes. Results: text or JSON on standard output. What people read besides (progress, failures): standard
/// error when standard output carries JSON. Colours and tables only where the stream is a terminal; NO_COLOR is honoured.
/// </summary>
internal sealed class CommandOutput
{
    /// <summary>What sentences on standard error begin with.</summary>
    public const string FailureMark = "aionctl:";

    private readonly OutputFormat _format;

    public CommandOutput(OutputFormat format)
    {
        _format = format;
        Text = Terminal(IsJson ? Console.Error : Console.Out, IsJson ? Console.IsErrorRedirected : Console.IsOutputRedirected);
        Errors = Terminal(Console.Error, Console.IsErrorRedirected);
        IsTerminal = !(IsJson ? Console.IsErrorRedirected : Console.IsOutputRedirected) && Text.Profile.Capabilities.Ansi;
    }

    public bool IsJson => _format == OutputFormat.Json;

    /// <summary>Whether <see cref="Text"/> can be drawn on: moving the cursor works.</summary>
    public bool IsTerminal { get; }

    /// <summary>For people: standard output, or standard error beside JSON.</summary>
    public IAnsiConsole Text { get; }

    private IAnsiConsole Errors { get; }

    /// <summary>One line for people; not wrapped in a pipe.</summary>
    public void Line(string text = "")
    {
        if (IsTerminal)
        {
            Text.WriteLine(text);
            return;
        }
        (IsJson ? Console.Error : Console.Out).WriteLine(text);
    }

    /// <summary>One line with Spectre markup on a terminal, <paramref name="plain"/> in a pipe.</summary>
    public void Line(string plain, string markup)
    {
        if (IsTerminal)
        {
            Text.MarkupLine(markup);
            return;
        }
        Line(plain);
    }

    /// <summary>One JSON document on one line; nothing in text format.</summary>
    public void Json<T>(T value, JsonTypeInfo<T> type)
    {
        if (IsJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(value, type));
        }
    }

    /// <summary>What went wrong, for people on standard error and for programs as <c>{"error": {"code", "exitCode", "message"}}</c>.</summary>
    public void Failure(ExitCode code, string message)
    {
        Errors.MarkupLineInterpolated($"[red]{FailureMark}[/] {message}");
        Json(new FailureReport(new FailureDetails(code.ToString(), (int)code, message)), CliJson.Output.FailureReport);
    }

    public void Warning(string message) => Errors.MarkupLineInterpolated($"[yellow]{FailureMark}[/] {message}");

    public void ErrorDetails(Exception failure) => Errors.WriteLine(failure.ToString());

    private static IAnsiConsole Terminal(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Yes,
        });
        if (redirected)
        {
            // Nobody's window: a pipe gets every line whole.
            console.Profile.Width = 10_000;
        }
        return console;
    }
}
