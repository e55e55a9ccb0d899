namespace Aion.Sidecar.Tests;

/// <summary>Tests that look at something of the whole process: they run one after the other, when all others have ended.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}
