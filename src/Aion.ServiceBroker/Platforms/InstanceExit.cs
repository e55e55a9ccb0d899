namespace Aion.ServiceBroker.Platforms;

/// <summary>How an instance ended.</summary>
/// <param name="ExitCode">Exit code, or null when a signal ended it or nobody could see it.</param>
/// <param name="Signal">Number of the signal that ended it, or null.</param>
public sealed record InstanceExit(int? ExitCode, int? Signal)
{
    private readonly InstanceCause? _cause;

    /// <summary>Nobody could see it: the process was no child, and the system tells its exit code to the parent alone.</summary>
    public static InstanceExit Unknown { get; } = new(null, null);

    /// <summary>Why it ended. Default: what exit code and signal tell by themselves.</summary>
    public InstanceCause Cause
    {
        get => _cause ?? ExitCauses.Of(ExitCode, Signal);
        init => _cause = value;
    }

    /// <summary>Whether it ended with exit code 0.</summary>
    public bool Succeeded => ExitCode == 0;

    /// <summary>The cause in one line: <c>exit code 1</c>, <c>signal 9 (SIGKILL)</c>.</summary>
    public override string ToString() => Cause.Text;
}
