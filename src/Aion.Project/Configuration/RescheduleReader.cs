using Aion.Project.Diagnostics;

namespace Aion.Project.Configuration;

/// <summary>Reads <c>reschedule: after DURATION</c>.</summary>
internal static class RescheduleReader
{
    private const string Word = "after";

    public static Written<TimeSpan>? Read(Written<string>? text, string owner, DiagnosticBag bag)
    {
        if (text is null)
            return null;
        string[] words = text.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is [Word, var duration] && Durations.TryParse(duration, out TimeSpan value))
            return new Written<TimeSpan>(value, text.Span);
        string meant = words.LastOrDefault(w => w.Any(char.IsAsciiDigit)) ?? "5m";
        bag.Add(
            DiagnosticRules.NotADuration,
            text.Span,
            $"`reschedule` of {owner} is `{text.Value}`, but must be the word `{Word}` and a duration.",
            $"Write `reschedule: {Word} {Durations.Example(meant)}`; without the line it stays on its node, however long that is lost.");
        return null;
    }
}
