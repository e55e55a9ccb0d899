namespace Aion.Project.Planning;

/// <summary>What an apply does to one instance.</summary>
public enum InstanceAction
{
    /// <summary>Leave it as it is, running or not; what changed is taken over without a restart.</summary>
    Keep,

    /// <summary>Start it unless it runs.</summary>
    Start,

    /// <summary>It is new and has no <c>startup</c>: its first kanban or somebody starts it, nothing to do now.</summary>
    Wait,

    /// <summary>Stop it if it runs, and start it again if it ran or has <c>startup</c>.</summary>
    Restart,

    /// <summary>As <see cref="Restart"/>, but later: it says that it is busy, and its definition lets it.</summary>
    Defer,

    /// <summary>Stop it for good: it is no longer part of the project.</summary>
    Stop,
}
