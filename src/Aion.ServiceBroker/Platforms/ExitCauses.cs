namespace Aion.ServiceBroker.Platforms;

/// <summary>What exit codes and signals tell by themselves (exit codes of shells: POSIX, 2.8.2 Exit Status for Commands).</summary>
internal static class ExitCauses
{
    private const int FirstSignalCode = 128;

    /// <summary>The cause as far as the wait status alone says it.</summary>
    public static InstanceCause Of(int? exitCode, int? signal) => (exitCode, signal) switch
    {
        ({ } code, _) => new InstanceCause(CauseKind.ExitCode, Describe(code)) { ExitCode = code },
        (_, { } number) => new InstanceCause(CauseKind.Signal, Describe(number, "")) { Signal = number },
        _ => new InstanceCause(
            CauseKind.Unknown,
            "exit code unknown: an earlier run of the broker started it, and a Linux before 6.15 tells the exit code of a process to its parent alone"),
    };

    private static string Describe(int code)
    {
        var meaning = code switch
        {
            126 => ": a shell says so when a command is not executable",
            127 => ": a shell says so when a command is not found",
            > FirstSignalCode when SignalNames.Find(code - FirstSignalCode) is { } name =>
                $": a shell says so when {name} ended its command{Reason(code - FirstSignalCode)}",
            _ => "",
        };
        return $"exit code {code}{meaning}";
    }

    /// <param name="signal">Number of the signal.</param>
    /// <param name="sender">Who sent it, beginning with a comma, or nothing.</param>
    public static string Describe(int signal, string sender)
    {
        var name = SignalNames.Find(signal) is { } known ? $" ({known})" : "";
        return $"signal {signal}{name}{Reason(signal)}{sender}";
    }

    /// <summary>Whether programs bring this signal upon themselves.</summary>
    public static bool IsOwnFault(int signal) => Reason(signal).Length > 0;

    private static string Reason(int signal) => signal switch
    {
        SignalNames.SigIll => ": it ran an instruction that this processor does not have",
        SignalNames.SigAbrt => ": it gave up by itself, after an error that it could not handle",
        SignalNames.SigBus => ": it touched memory or a mapped file that is not there",
        SignalNames.SigFpe => ": it divided by zero",
        SignalNames.SigSegv => ": it touched memory that is not its own",
        SignalNames.SigPipe => ": it wrote to a connection that was closed",
        _ => "",
    };
}
