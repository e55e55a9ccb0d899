using System.Text.Json;
using Aion.ServiceBroker.Lifecycle.Board;
using Aion.ServiceBroker.Lifecycle.Machine;
using Aion.ServiceBroker.Platforms;
using Dapr.Workflow;

namespace Aion.ServiceBroker.Lifecycle.Workflows;

/// <summary>
/// The life of one instance: waits for a signal or for what is due, lets <see cref="InstanceMachine"/> decide, has its order
/// carried out, and takes the answer as the next signal.
/// </summary>
/// <remarks>
/// It never ends by itself: a signal that is raised in the moment of its end would be lost. When its service was taken away it rests
/// until the broker ends it, or until the project has the service again.
/// </remarks>
internal sealed class InstanceWorkflow(InstanceBoard board) : Workflow<JsonElement, JsonElement>
{
    /// <summary>The one external event; its payload is a list of signals.</summary>
    public const string SignalEvent = "signal";

    // A turn replays its history: short enough not to be felt, long enough that a new beginning is rare.
    private const int MostSignals = 20;
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    public override async Task<JsonElement> RunAsync(WorkflowContext context, JsonElement input)
    {
        var memory = MachineJson.Read<WorkflowMemory>(input);
        var (state, backlog) = (memory.State, new Queue<InstanceSignal>(memory.Backlog));
        Task<JsonElement>? next = null;
        Task? timer = null;
        DateTimeOffset? timerDue = null;

        // Not left with an event that was taken; one that comes later is carried over. That an event is awaited is no reason to stay:
        // an instance that cannot be started gets none, and its history would grow with every try.
        for (var handled = 0; handled < MostSignals || backlog.Count > 0 || next is { IsCompleted: true }; handled++)
        {
            if (backlog.Count == 0)
            {
                next ??= context.WaitForExternalEventAsync<JsonElement>(SignalEvent);
                if (state.Due is { } due && (due != timerDue || timer!.IsCompleted))
                {
                    (timer, timerDue) = (context.CreateTimer(due.UtcDateTime, CancellationToken.None), due);
                }

                Task either = state.Due is null ? next : Task.WhenAny(next, timer!);
                await either;
                Enqueue(backlog, ref next);
            }

            state = await HandleAsync(context, state, backlog.Dequeue());
        }

        context.ContinueAsNew(MachineJson.Write(new WorkflowMemory(state, [])));
        return default;
    }

    private static void Enqueue(Queue<InstanceSignal> backlog, ref Task<JsonElement>? next)
    {
        if (next is not { IsCompleted: true })
        {
            backlog.Enqueue(new InstanceSignal(SignalKind.Tick));
            return;
        }

        foreach (var signal in MachineJson.Read<InstanceSignal[]>(next.Result))
        {
            backlog.Enqueue(signal);
        }

        next = null;
    }

    private async Task<LifecycleState> HandleAsync(WorkflowContext context, LifecycleState state, InstanceSignal first)
    {
        for (InstanceSignal? signal = first; signal is not null;)
        {
            var step = Decide(context, state, signal);
            state = step.State;
            // The board is this broker's view, no part of the workflow: like a log, it is told once, and not in a replay.
            if (!context.IsReplaying)
            {
                board.Publish(state);
            }

            signal = step.Effect is null ? null : await CarryOutAsync(context, step.Effect);
        }

        return state;
    }

    // A signal that the machine cannot take is a fault of ours. To end here would be to give the instance up in silence.
    private static MachineStep Decide(WorkflowContext context, LifecycleState state, InstanceSignal signal)
    {
        try
        {
            return InstanceMachine.Reduce(state, signal, Now(context));
        }
        catch (Exception e)
        {
            Log.SignalRefused(context.CreateReplaySafeLogger<InstanceWorkflow>(), state.Service, state.Number, signal.Kind, state.Phase, e);
            return new MachineStep(state, null);
        }
    }

    private static async Task<InstanceSignal> CarryOutAsync(WorkflowContext context, InstanceEffect effect)
    {
        while (true)
        {
            try
            {
                return MachineJson.Read<InstanceSignal>(
                    await context.CallActivityAsync<JsonElement>(nameof(InstanceActivity), MachineJson.Write(effect)));
            }
            catch (WorkflowTaskFailedException e) when (effect.Kind == EffectKind.Start)
            {
                return new InstanceSignal(SignalKind.StartFailed) { Run = effect.Run, Cause = new InstanceCause(CauseKind.Unknown, e.Message) };
            }
            catch (WorkflowTaskFailedException)
            {
                await context.CreateTimer(Again);
            }
        }
    }

    private static DateTimeOffset Now(WorkflowContext context) => new(DateTime.SpecifyKind(context.CurrentUtcDateTime, DateTimeKind.Utc));
}
