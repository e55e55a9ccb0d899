namespace Aion.ServiceBroker.Platforms;

/// <summary>How an instance ended.</summary>
/// <param name="ExitCode">Exit code, or null when a signal ended it or nobody could see it.</param>
/// <param name="Signal">Number of the signal that ended it, or null.</param>
public sealed record InstanceExit(int? ExitCode, int? Signal)
{
    /// <summary>An adopted process is no child, and only a parent learns the exit code.</summary>
    public static InstanceExit Unknown { get; } = new(null, null);

    /// <summary>Whether it ended with exit code 0.</summary>
    public bool Succeeded => ExitCode == 0;

    /// <summary>For people: <c>exit code 1</c>, <c>signal 9 (SIGKILL)</c>.</summary>
    public override string ToString() => (ExitCode, Signal) switch
    {
        ({ } code, _) => $"exit code {code}",
        (_, { } signal) => SignalNames.TryGetValue(signal, out var name) ? $"signal {signal} ({name})" : $"signal {signal}",
        _ => "exit code unknown (it was started by an earlier run)",
    };

    private static readonly Dictionary<int, string> SignalNames = new()
    {
        [1] = "SIGHUP", [2] = "SIGINT", [3] = "SIGQUIT", [4] = "SIGILL", [6] = "SIGABRT", [7] = "SIGBUS", [8] = "SIGFPE",
        [9] = "SIGKILL", [11] = "SIGSEGV", [13] = "SIGPIPE", [14] = "SIGALRM", [15] = "SIGTERM",
    };
}
