namespace Dapr.Workflow.Tests.Model;

/// <summary>The input of a run of a program.</summary>
/// <param name="Runs">The steps, run by run: between them the workflow continues as new.</param>
/// <param name="Run">Which run it is.</param>
/// <param name="Lines">What the runs before answered.</param>
/// <param name="Seen">How many events of each name they took.</param>
internal sealed record ProgramState(ProgramStep[][] Runs, int Run, string[] Lines, int[] Seen)
{
    /// <summary>How many names of events there are.</summary>
    public const int EventNames = 3;

    public static ProgramState FirstRun(ProgramStep[][] runs) => new(runs, 0, [], new int[EventNames]);
}
