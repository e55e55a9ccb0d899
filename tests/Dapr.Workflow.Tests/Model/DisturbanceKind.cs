namespace Dapr.Workflow.Tests.Model;

internal enum DisturbanceKind
{
    /// <summary>The next event of a name is raised.</summary>
    Raise,

    /// <summary>An instance is suspended.</summary>
    Suspend,

    /// <summary>An instance is resumed.</summary>
    Resume,

    /// <summary>An instance is terminated.</summary>
    Terminate,

    /// <summary>Some activity has an effect, if one is going to.</summary>
    Progress,

    /// <summary>The sidecar ends and begins again.</summary>
    RestartSidecar,

    /// <summary>The worker ends without finishing what it has, and begins again.</summary>
    KillWorker,
}
