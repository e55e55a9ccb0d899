namespace Aion.Project;

/// <summary>Where a project is going to run.</summary>
public enum TargetPlatform
{
    /// <summary>Not known: what would fail on one platform only is a warning at most. The default.</summary>
    Any,

    /// <summary>Child processes on this device: every service needs a command.</summary>
    Processes,

    /// <summary>Pods.</summary>
    Kubernetes,
}
