using System.Collections.Concurrent;
using Aion.ServiceBroker.Lifecycle.Board;
using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Lifecycle.Runs;
using Aion.ServiceBroker.Lifecycle.Workflows;
using Grpc.Core;

namespace Aion.ServiceBroker.Tests;

/// <summary>
/// The workflows of the fake sidecar: the machine of each instance in a loop of its own, its state kept as long as the fake
/// sidecar lives. Tests of the workflow itself use the real one.
/// </summary>
internal sealed class InlineWorkflows(FakeDapr dapr, IServiceProvider services) : IInstanceWorkflows, IDisposable
{
    private readonly ConcurrentDictionary<(string, int), InlineWorkflow> _running = [];

    public Task<WorkflowTrace> FindAsync(string service, int number, CancellationToken ct)
    {
        Refuse();
        if (!_running.ContainsKey((service, number)) && dapr.Workflows.TryGetValue((service, number), out var stored))
        {
            Run(service, number, stored);
        }

        return Task.FromResult(new WorkflowTrace(_running.ContainsKey((service, number)), null));
    }

    public Task StartAsync(LifecycleState state, IReadOnlyList<InstanceSignal> signals, CancellationToken ct)
    {
        Refuse();
        Run(state.Service, state.Number, state).Add(signals);
        return Task.CompletedTask;
    }

    public Task<bool> RaiseAsync(string service, int number, IReadOnlyList<InstanceSignal> signals, CancellationToken ct)
    {
        Refuse();
        if (_running.TryGetValue((service, number), out var workflow))
        {
            workflow.Add(signals);
        }

        return Task.FromResult(workflow is not null);
    }

    public Task EndAsync(string service, int number, CancellationToken ct)
    {
        dapr.Workflows.TryRemove((service, number), out _);
        if (_running.TryRemove((service, number), out var workflow))
        {
            workflow.Dispose();
        }

        return Task.CompletedTask;
    }

    public void Dispose()
    {
        foreach (var workflow in _running.Values)
        {
            workflow.Dispose();
        }
    }

    private InlineWorkflow Run(string service, int number, LifecycleState state) => _running[(service, number)] = new InlineWorkflow(
        state,
        services.GetRequiredService<InstanceRuns>().CarryOutAsync,
        next =>
        {
            dapr.Workflows[(service, number)] = MachineJson.Read<LifecycleState>(MachineJson.Write(next));
            services.GetRequiredService<InstanceBoard>().Publish(next);
        });

    private void Refuse()
    {
        if (dapr.WorkflowsFail)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "told to fail"));
        }
    }
}
