namespace Aion.ServiceBroker.Platforms;

/// <summary>Names of the signals that end a process (signal(7), numbers of Linux on x86 and ARM).</summary>
internal static class SignalNames
{
    public const int SigIll = 4;
    public const int SigAbrt = 6;
    public const int SigBus = 7;
    public const int SigFpe = 8;
    public const int SigKill = 9;
    public const int SigSegv = 11;
    public const int SigPipe = 13;
    public const int SigTerm = 15;

    private static readonly Dictionary<int, string> Names = new()
    {
        [1] = "SIGHUP", [2] = "SIGINT", [3] = "SIGQUIT", [SigIll] = "SIGILL", [5] = "SIGTRAP", [SigAbrt] = "SIGABRT",
        [SigBus] = "SIGBUS", [SigFpe] = "SIGFPE", [SigKill] = "SIGKILL", [10] = "SIGUSR1", [SigSegv] = "SIGSEGV",
        [12] = "SIGUSR2", [SigPipe] = "SIGPIPE", [14] = "SIGALRM", [SigTerm] = "SIGTERM", [24] = "SIGXCPU",
        [25] = "SIGXFSZ", [31] = "SIGSYS",
    };

    /// <summary>Null for a number that is not known.</summary>
    public static string? Find(int signal) => Names.GetValueOrDefault(signal);
}
