using Aion.Testing;

namespace Aion.Sidecar.Tests.Components;

/// <summary>A test that needs a <see cref="SmallDisk"/>; skipped, saying why, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = SmallDisk.WhyNot();
}
