namespace Aion.Cli.CommandLine;

/// <summary>What aionctl ends with; documented in docs/aionctl.md. A number never changes its meaning.</summary>
public enum ExitCode
{
    /// <summary>It worked.</summary>
    Ok = 0,

    /// <summary>The project file has errors; they were printed.</summary>
    InvalidProject = 1,

    /// <summary>An unknown command, option or value, or a file that is not there.</summary>
    Usage = 2,

    /// <summary>No host answers for this home.</summary>
    NotRunning = 3,

    /// <summary>A host already runs for this home.</summary>
    AlreadyRunning = 4,

    /// <summary>A port is taken; the message says by whom.</summary>
    PortInUse = 5,

    /// <summary>A <c>build:</c> step failed.</summary>
    BuildFailed = 6,

    /// <summary>The platform did not start, or not in time.</summary>
    StartFailed = 7,

    /// <summary>The platform refused the request.</summary>
    Rejected = 8,

    /// <summary>No such service, instance or kanban.</summary>
    NotFound = 9,

    /// <summary>A defect of aionctl.</summary>
    InternalError = 70,

    /// <summary>Ended by a second Ctrl-C before everything had stopped.</summary>
    Interrupted = 130,
}
