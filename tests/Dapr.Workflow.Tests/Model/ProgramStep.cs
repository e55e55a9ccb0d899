namespace Dapr.Workflow.Tests.Model;

/// <summary>One step of a random program.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Number">Milliseconds of a timer, number of an event's name, and so on.</param>
/// <param name="Failures">Attempts of an activity that fail.</param>
/// <param name="Branches">What is done at once.</param>
/// <param name="Child">What the child workflow does.</param>
internal sealed record ProgramStep(StepKind Kind, int Number = 0, int Failures = 0, ProgramStep[]? Branches = null, ProgramStep[]? Child = null)
{
    /// <summary>How often an activity is called at most.</summary>
    public const int MostAttempts = 3;

    public override string ToString() => Kind switch
    {
        StepKind.Parallel => $"({string.Join(" | ", Branches!.AsEnumerable())})",
        StepKind.Child => $"Child[{string.Join(", ", Child!.AsEnumerable())}]",
        StepKind.Activity => $"Activity/{Failures}",
        _ => $"{Kind}{Number}",
    };
}
