using Aion.ServiceBroker.Platforms.Processes.Native;

namespace Aion.ServiceBroker.Platforms.Processes.Causes;

/// <summary>Says why a program ended, from its wait status, from what the broker did to it, and from its last lines.</summary>
internal sealed class ExitDoctor(OomKills oomKills)
{
    /// <summary>Exit code with which a shell passes on SIGKILL.</summary>
    private const int KilledCode = 128 + SignalNames.SigKill;

    /// <summary>Exit code with which a shell says that there is no such command.</summary>
    private const int NotFoundCode = 127;

    /// <summary>From this part of what it may use on, a kill by somebody else is taken for lack of memory.</summary>
    private const double NearLimit = 0.9;

    /// <param name="end">What the system tells.</param>
    /// <param name="trace">What the broker did.</param>
    /// <param name="memoryLimit">Limit of its memory in bytes, or null.</param>
    /// <param name="lastLines">Last lines of its log.</param>
    public InstanceExit Diagnose(ProcessEnd end, EndTrace trace, long? memoryLimit, IReadOnlyList<string> lastLines)
    {
        var plain = ExitCauses.Of(end.ExitCode, end.Signal);
        var cause = EndedForMemory(end, trace, memoryLimit) ?? EndedByBroker(end, trace, plain) ?? KernelKill(end)
            ?? FullMemory(end, memoryLimit) ?? NotFound(end, lastLines) ?? Signalled(end, plain) ?? plain;
        return new InstanceExit(end.ExitCode, end.Signal)
        {
            Cause = cause with { ExitCode = end.ExitCode, Signal = end.Signal, LogTail = lastLines },
        };
    }

    private static InstanceCause? EndedForMemory(ProcessEnd end, EndTrace trace, long? limit) =>
        trace.MemoryUsed is not { } used || end.ExitCode == 0 ? null : new InstanceCause(
            CauseKind.OutOfMemory,
            $"out of memory: it used {Bytes.Text(used)} of {Bytes.Text(limit ?? used)} (resources.limits.memory), so service-broker ended it; "
            + "raise the limit, or find out what it keeps");

    private static InstanceCause? EndedByBroker(ProcessEnd end, EndTrace trace, InstanceCause plain) => (trace, end) switch
    {
        ({ KilledAfter: { } grace }, { Signal: SignalNames.SigKill }) => plain with
        {
            Text = ExitCauses.Describe(SignalNames.SigKill, $", sent by service-broker because it did not end within {grace.TotalSeconds:0.#} s of SIGTERM"),
        },
        ({ AskedToEnd: true }, { Signal: SignalNames.SigTerm }) => plain with
        {
            Text = ExitCauses.Describe(SignalNames.SigTerm, ", sent by service-broker"),
        },
        ({ AskedToEnd: true }, { ExitCode: { } code }) => plain with { Text = $"exit code {code} after service-broker asked it to end" },
        _ => null,
    };

    private InstanceCause? KernelKill(ProcessEnd end) => !IsKilled(end) || !oomKills.TryClaim() ? null : new InstanceCause(
        CauseKind.OutOfMemory,
        "out of memory: the kernel ended it because the machine or its control group had no memory left"
        + (OwnPeak(end) is { } peak ? $"; it used up to {Bytes.Text(peak)}" : ""));

    // Somebody such as systemd-oomd ends programs before the kernel has to.
    private static InstanceCause? FullMemory(ProcessEnd end, long? limit)
    {
        var most = Math.Min(limit ?? long.MaxValue, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        return end.Signal == SignalNames.SigKill && OwnPeak(end) is { } peak && peak > most * NearLimit
            ? new InstanceCause(
                CauseKind.OutOfMemory,
                $"probably out of memory: somebody else sent signal 9 (SIGKILL) when it had used {Bytes.Text(peak)} of {Bytes.Text(most)}")
            : null;
    }

    private static InstanceCause? NotFound(ProcessEnd end, IReadOnlyList<string> lastLines)
    {
        if (end.ExitCode is not { } code || code == 0)
        {
            return null;
        }

        if (code == NotFoundCode && MissingFile.FindCommand(lastLines) is { } command)
        {
            return new InstanceCause(CauseKind.CommandMissing, $"exit code {code}: its shell did not find the command '{command}'");
        }

        return MissingFile.FindFile(lastLines) is { } file
            ? new InstanceCause(CauseKind.FileMissing, $"exit code {code}; its last lines say that '{file}' was not found")
            : null;
    }

    private static InstanceCause? Signalled(ProcessEnd end, InstanceCause plain) => end.Signal is not { } signal ? null
        : plain with
        {
            Text = ExitCauses.Describe(signal, ExitCauses.IsOwnFault(signal) ? end.CoreDumped ? ", and left a core dump" : ""
                : ", not sent by service-broker"),
        };

    private static bool IsKilled(ProcessEnd end) => end.Signal == SignalNames.SigKill || end.ExitCode == KilledCode;

    // Until its exec a new process shares the memory of the broker, and the system counts that peak as its own.
    private static long? OwnPeak(ProcessEnd end)
    {
        using var broker = System.Diagnostics.Process.GetCurrentProcess();
        return end.PeakBytes > broker.PeakWorkingSet64 ? end.PeakBytes : null;
    }
}
