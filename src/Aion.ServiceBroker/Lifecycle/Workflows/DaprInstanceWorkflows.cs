using System.Globalization;
using System.Text.Json;
using Aion.ServiceBroker.Lifecycle.Machine;
using Dapr.Workflow;
using Grpc.Core;

namespace Aion.ServiceBroker.Lifecycle.Workflows;

/// <summary>The workflows in the sidecar: <c>aion.instance.judge.001</c>.</summary>
internal sealed class DaprInstanceWorkflows(IServiceProvider services) : IInstanceWorkflows
{
    // Not before the first use: a test that brings workflows of its own has no client.
    private DaprWorkflowClient Client => services.GetRequiredService<DaprWorkflowClient>();

    public async Task<WorkflowTrace> FindAsync(string service, int number, CancellationToken ct)
    {
        var state = await Client.GetWorkflowStateAsync(IdOf(service, number), getInputsAndOutputs: true, ct);
        if (!state.Exists || !state.IsWorkflowCompleted)
        {
            return new WorkflowTrace(state.Exists, null);
        }

        // It failed, somebody ended it, or the service was taken away: a new one may have its name.
        var left = state.RuntimeStatus == WorkflowRuntimeStatus.Completed ? null : Left(state);
        await Client.PurgeInstanceAsync(IdOf(service, number), ct);
        return new WorkflowTrace(false, left);
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

    public async Task EndAsync(string service, int number, CancellationToken ct)
    {
        var state = await Client.GetWorkflowStateAsync(IdOf(service, number), getInputsAndOutputs: false, ct);
        if (!state.Exists)
        {
            return;
        }

        if (!state.IsWorkflowCompleted)
        {
            await Client.TerminateWorkflowAsync(IdOf(service, number), null, ct);
            await Client.WaitForWorkflowCompletionAsync(IdOf(service, number), getInputsAndOutputs: false, ct);
        }

        await Client.PurgeInstanceAsync(IdOf(service, number), ct);
    }

    private static LifecycleState? Left(WorkflowState workflow)
    {
        try
        {
            return MachineJson.Read<WorkflowMemory>(workflow.ReadInputAs<JsonElement>()).State;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Written by a version that knew another form of it.
            return null;
        }
    }

    public static string IdOf(string service, int number) => string.Create(CultureInfo.InvariantCulture, $"aion.instance.{service}.{number:000}");
}
