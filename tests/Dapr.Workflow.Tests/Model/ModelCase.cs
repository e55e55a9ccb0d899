namespace Dapr.Workflow.Tests.Model;

/// <summary>Some programs and what happens to them.</summary>
internal sealed record ModelCase(ProgramStep[][][] Programs, Disturbance[] Disturbances)
{
    public override string ToString() =>
        string.Concat(Programs.Select(static (runs, i) =>
            $"\n  p{i}: {string.Join(" => ", runs.Select(static steps => string.Join(", ", steps.AsEnumerable())))}"))
        + $"\n  {string.Join("; ", Disturbances.AsEnumerable())}\n";
}
