using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Lifecycle.Workflows;

namespace Aion.ServiceBroker.Tests.Lifecycle.Fleet;

/// <summary>Passes everything on to the real workflows and counts the signals that they took.</summary>
internal sealed class CountingWorkflows(IInstanceWorkflows inner) : IInstanceWorkflows
{
    private int _signals;

    public int Signals => Volatile.Read(ref _signals);

    public Task<WorkflowTrace> FindAsync(string service, int number, CancellationToken ct) => inner.FindAsync(service, number, ct);

    public async Task StartAsync(LifecycleState state, IReadOnlyList<InstanceSignal> signals, CancellationToken ct)
    {
        await inner.StartAsync(state, signals, ct);
        Interlocked.Add(ref _signals, signals.Count);
    }

    public async Task<bool> RaiseAsync(string service, int number, IReadOnlyList<InstanceSignal> signals, CancellationToken ct)
    {
        var raised = await inner.RaiseAsync(service, number, signals, ct);
        Interlocked.Add(ref _signals, signals.Count);
        return raised;
    }

    public Task EndAsync(string service, int number, CancellationToken ct) => inner.EndAsync(service, number, ct);
}
