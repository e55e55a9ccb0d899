using System.Globalization;
using Aion.ServiceBroker.Lifecycle.Machine;
using Dapr.Workflow;
using Grpc.Core;

namespace Aion.ServiceBroker.Lifecycle.Workflows;

/// <summary>The workflows in the sidecar: <c>aion.instance.judge.001</c>.</summary>
internal sealed class DaprInstanceWorkflows(IServiceProvider services) : IInstanceWorkflows
{
    // Not before the first use: a test that brings workflows of its own has no client.
    private DaprWorkflowClient Client => services.GetRequiredService<DaprWorkflowClient>();

    public async Task<bool> ExistsAsync(string service, int number, CancellationToken ct)
    {
        var state = await Client.GetWorkflowStateAsync(IdOf(service, number), getInputsAndOutputs: false, ct);
        if (state.Exists && state.IsWorkflowCompleted)
        {
            // It failed, or the service was taken away: a new one may have its name.
            await Client.PurgeInstanceAsync(IdOf(service, number), ct);
            return false;
        }

        return state.Exists;
    }

    public Task StartAsync(LifecycleState state, IReadOnlyList<InstanceSignal> signals, CancellationToken ct) =>
        Client.ScheduleNewWorkflowAsync(
            nameof(InstanceWorkflow), IdOf(state.Service, state.Number), MachineJson.Write(new WorkflowMemory(state, signals)), null, ct);

    public async Task<bool> RaiseAsync(string service, int number, IReadOnlyList<InstanceSignal> signals, CancellationToken ct)
    {
        try
        {
            await Client.RaiseEventAsync(IdOf(service, number), InstanceWorkflow.SignalEvent, MachineJson.Write(signals), ct);
            return true;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return false;
        }
    }

    public async Task PurgeAsync(string service, int number, CancellationToken ct) =>
        await Client.PurgeInstanceAsync(IdOf(service, number), ct);

    public static string IdOf(string service, int number) => string.Create(CultureInfo.InvariantCulture, $"aion.instance.{service}.{number:000}");
}
