using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Lifecycle.Workflows;

namespace Aion.ServiceBroker.Tests.Lifecycle.Workflows;

/// <summary>Passes everything on to the real workflows; signals of one kind wait until they are let through.</summary>
internal sealed class HeldWorkflows(IInstanceWorkflows inner) : IInstanceWorkflows
{
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The kind that is held; null: none.</summary>
    public SignalKind? Holds { get; set; }

    /// <summary>Completes when a signal of the kind is held.</summary>
    public Task Held => _held.Task;

    public void Release() => _released.TrySetResult();

    public Task<WorkflowTrace> FindAsync(string service, int number, CancellationToken ct) => inner.FindAsync(service, number, ct);

    public Task StartAsync(LifecycleState state, IReadOnlyList<InstanceSignal> signals, CancellationToken ct) => inner.StartAsync(state, signals, ct);

    public async Task<bool> RaiseAsync(string service, int number, IReadOnlyList<InstanceSignal> signals, CancellationToken ct)
    {
        if (signals.Any(s => s.Kind == Holds))
        {
            _held.TrySetResult();
            await _released.Task.WaitAsync(ct);
        }

        return await inner.RaiseAsync(service, number, signals, ct);
    }

    public Task EndAsync(string service, int number, CancellationToken ct) => inner.EndAsync(service, number, ct);
}
