using Aion.ServiceBroker.Lifecycle;
using Aion.ServiceBroker.Lifecycle.Explaining;
using Aion.ServiceBroker.Platforms;

namespace Aion.Cli.Instances;

/// <summary>What somebody can do about an instance that is not running or not well. The long form is docs/crash-doctor.md.</summary>
internal static class CauseAdvice
{
    /// <summary>Null when nothing has to be done.</summary>
    public static string? For(InstanceExplanation instance, ServiceExplanation story)
    {
        var name = instance.Status.Name;
        var service = story.Service;
        return instance.Status.State switch
        {
            InstanceState.Waiting when instance.Status.WaitingFor.Count > 0 => "nothing here: look at what it waits for, with aionctl explain",
            InstanceState.Waiting => (story.WithoutKanban ? "" : "nothing: a kanban starts it, or you: ") + $"aionctl start {service}",
            InstanceState.Stopped => $"if it should run: aionctl start {service}",
            InstanceState.Finished or InstanceState.Starting or InstanceState.Stopping or InstanceState.Running or InstanceState.Healthy => null,
            _ => instance.Cause is { } cause ? For(cause, name, service) : null,
        };
    }

    private static string? For(InstanceCause cause, string name, string service) => cause.Kind switch
    {
        CauseKind.ExitCode => $"read its last words below; it decided to end by itself. When it is repaired: aionctl restart {service}",
        CauseKind.Signal => cause.Signal is 9 or 15
            ? "find out who sent the signal: a person, a script, or the machine's own watch over memory (journalctl -k)"
            : "this is a defect in the program or in a library that it uses; its makers need its last words and, if there is one, the core dump",
        CauseKind.OutOfMemory => "raise resources.limits.memory in the project file, free memory on the machine, or find out what the program keeps",
        CauseKind.CommandMissing => "correct `command` or install the program, then: aionctl apply, or aionctl restart " + service,
        CauseKind.NotExecutable => "do what the cause says to the file, then: aionctl restart " + service,
        CauseKind.DirectoryMissing => "correct `directoryPath` in the project file, or make the directory",
        CauseKind.FileMissing => $"put the file or module where the program looks for it; relative paths start at `directoryPath`. Then: aionctl restart {service}",
        CauseKind.Sidecar => "free the port or install what the sidecar needs; the platform's log is logs/host.log in its home",
        CauseKind.Probe => $"see what the check asks and what it answers above, and the log of the service: aionctl logs {name}",
        CauseKind.Dependency => "nothing here: look at the service that it depends on, with aionctl explain",
        CauseKind.Poison => "look at the kanban with aionctl kanban dead; when the program is repaired, send it back with aionctl kanban redrive",
        _ => null,
    };
}
