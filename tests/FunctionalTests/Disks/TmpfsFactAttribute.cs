namespace Aion.FunctionalTests.Disks;

/// <summary>A test that needs <see cref="Tmpfs"/>; reported as skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TmpfsFactAttribute : FactAttribute
{
    public TmpfsFactAttribute()
    {
        using var tmpfs = Tmpfs.TryMount(1);
        if (tmpfs is null)
        {
            Skip = "mounting a tmpfs takes root";
        }
    }
}
