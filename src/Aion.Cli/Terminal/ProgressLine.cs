using Spectre.Console;

namespace Aion.Cli.Terminal;

/// <summary>Says what is going on: a spinner with the elapsed time on a terminal, one plain line per step in a pipe.</summary>
internal static class ProgressLine
{
    /// <summary>Runs <paramref name="work"/>, which names its steps as it comes to them.</summary>
    public static async Task RunAsync(CommandOutput output, TimeProvider time, string first, Func<Action<string>, Task> work)
    {
        if (!output.IsTerminal)
        {
            output.Line(first);
            await work(output.Line);
            return;
        }
        var started = time.GetTimestamp();
        var text = first;
        await output.Text.Status().Spinner(Spinner.Known.Dots).StartAsync(first.EscapeMarkup(), async status =>
        {
            await using var timer = time.CreateTimer(_ => Show(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(200));
            await work(step =>
            {
                text = step;
                Show();
            });

            void Show() => status.Status = $"{text.EscapeMarkup()} [dim]{time.GetElapsedTime(started).TotalSeconds:0.0} s[/]";
        });
    }
}
