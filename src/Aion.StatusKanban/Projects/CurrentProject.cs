using Aion.Contracts.Events;
using Aion.Contracts.State;
using Aion.StatusKanban.Queues;

namespace Aion.StatusKanban.Projects;

/// <summary>The applied project as last read; nothing is declared until there is one.</summary>
internal sealed class CurrentProject
{
    private volatile AppliedProject? _value;
    private volatile IReadOnlyDictionary<string, AppliedService> _services = new Dictionary<string, AppliedService>();

    public AppliedProject? Value
    {
        get => _value;
        set
        {
            _services = (value?.Services ?? []).ToDictionary(service => service.Name);
            _value = value;
        }
    }

    /// <summary>This device's name; empty until a project is applied.</summary>
    public string DeviceName => _value?.DeviceName ?? "";

    /// <summary>When a kanban leaves the service's queues: one of <see cref="AcknowledgeModes"/>.</summary>
    public string AcknowledgeOf(string service) =>
        _services.TryGetValue(service, out var declared) ? declared.Acknowledge : AcknowledgeModes.Delivery;

    /// <summary>The queues to subscribe: of every service with kanbans that does not subscribe itself.</summary>
    public IReadOnlySet<QueueKey> Queues() => _services.Values
        .Where(service => !service.WithoutKanban && service.Acknowledge != AcknowledgeModes.Subscriber)
        .SelectMany(service => Enumerable.Range(1, service.Scale).Select(number => new QueueKey(service.Name, number)))
        .ToHashSet();

    /// <summary>
    /// Why the kanbans of a queue, which was declared once, have nobody to go to. Null also for a service that subscribes itself:
    /// its own consumer group begins with the oldest one that status-kanban has not acknowledged.
    /// </summary>
    public Withdrawal? WhyWithdrawn(QueueKey queue) =>
        !_services.TryGetValue(queue.Service, out var service)
            ? new Withdrawal(DeadReasons.NoSuchService, $"The service '{queue.Service}' is not in the project any more.")
        : service.WithoutKanban
            ? new Withdrawal(DeadReasons.NoSuchService, $"The service '{queue.Service}' is withoutKanban now: it has no queues.")
        : queue.Number > service.Scale
            ? new Withdrawal(DeadReasons.NoSuchNumber, $"The service '{queue.Service}' has the number {queue.Number} no longer.")
        : null;

    /// <summary>Null when the queue is subscribed, else why a client that waits for it gets nothing.</summary>
    public string? WhyNotDeclared(QueueKey queue) =>
        _value is null ? "waits for a project to be applied"
        : !_services.TryGetValue(queue.Service, out var service) ? $"no project declares: it has {string.Join(", ", _services.Keys)}"
        : service.WithoutKanban ? "the project declares to have no kanbans"
        : service.Acknowledge == AcknowledgeModes.Subscriber ? "the service subscribes itself (acknowledge: subscriber)"
        : queue.Number > service.Scale ? $"is beyond the service's scale of {service.Scale}"
        : null;
}
