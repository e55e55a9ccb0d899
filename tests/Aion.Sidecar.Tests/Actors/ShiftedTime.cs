namespace Aion.Sidecar.Tests.Actors;

/// <summary>The real clock, set forward at will: for what happens after a long stop.</summary>
public sealed class ShiftedTime : TimeProvider
{
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
}
