using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Lifecycle.Workflows;

namespace Aion.ServiceBroker.Tests.Lifecycle.Crashes;

/// <summary>Passes everything on to the real workflows, with a fault point before and after.</summary>
internal sealed class FaultyWorkflows(IInstanceWorkflows inner, FaultPoints faults) : IInstanceWorkflows
{
    public Task<WorkflowTrace> FindAsync(string service, int number, CancellationToken ct) => inner.FindAsync(service, number, ct);

    public async Task StartAsync(LifecycleState state, IReadOnlyList<InstanceSignal> signals, CancellationToken ct)
    {
        faults.Pass(FaultPoints.BeforeSchedule);
        await inner.StartAsync(state, signals, ct);
        faults.Pass(FaultPoints.AfterSchedule);
    }

    public async Task<bool> RaiseAsync(string service, int number, IReadOnlyList<InstanceSignal> signals, CancellationToken ct)
    {
        faults.Pass(FaultPoints.BeforeSignal);
        var raised = await inner.RaiseAsync(service, number, signals, ct);
        faults.Pass(FaultPoints.AfterSignal);
        return raised;
    }

    public Task EndAsync(string service, int number, CancellationToken ct) => inner.EndAsync(service, number, ct);
}
