namespace Dapr.Workflow.Tests.Model;

/// <summary>What happens to the programs from outside, one after another.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Program">To which of them.</param>
/// <param name="Event">The number of the event's name.</param>
internal sealed record Disturbance(DisturbanceKind Kind, int Program, int Event)
{
    public override string ToString() => Kind switch
    {
        DisturbanceKind.Raise => $"raise {Event} to p{Program}",
        DisturbanceKind.Suspend or DisturbanceKind.Resume or DisturbanceKind.Terminate => $"{Kind} p{Program}",
        _ => Kind.ToString(),
    };
}
