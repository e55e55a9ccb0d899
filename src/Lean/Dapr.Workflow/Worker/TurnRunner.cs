using Dapr.Common.Serialization;
using Dapr.Workflow.Client;
using Dapr.Workflow.Worker.Replay;
using Microsoft.Extensions.Logging;
using Wire = DurableTask.Protocol;

namespace Dapr.Workflow.Worker;

/// <summary>Runs one turn of a workflow: the history again, then what is new, until the code waits for something or ends.</summary>
internal sealed class TurnRunner(IWorkflowsFactory factory, IDaprSerializer serializer, ILoggerFactory loggers)
{
    private readonly ILogger<TurnRunner> _logger = loggers.CreateLogger<TurnRunner>();

    /// <param name="request">The turn.</param>
    /// <param name="past">The whole history before the turn.</param>
    /// <param name="services">For the workflow's dependencies.</param>
    /// <returns>The answer without its completion token. Failures of any kind are in it.</returns>
    public Wire.WorkflowResponse Run(Wire.WorkflowRequest request, IReadOnlyCollection<Wire.HistoryEvent> past, IServiceProvider services)
    {
        // 1. A termination needs no code.
        if (request.NewEvents.Select(static entry => entry.ExecutionTerminated).FirstOrDefault(static entry => entry is not null) is { } terminated)
        {
            return WithPatches(TurnAnswer.Ended(request.InstanceId, Wire.OrchestrationStatus.Terminated, terminated.Input), past);
        }

        // 2. Which workflow it is.
        if (past.Concat(request.NewEvents).LastOrDefault(static entry => entry.ExecutionStarted is not null) is not { } started)
        {
            return TurnAnswer.Failed(request.InstanceId, "WorkflowNameMissing", $"The history of instance '{request.InstanceId}' does not say which workflow it is.");
        }

        var name = started.ExecutionStarted.Name;
        if (!factory.TryCreateWorkflow(name, services, out var workflow, out var problem))
        {
            return WithPatches(NotCreated(request.InstanceId, name, problem), past);
        }

        // 3. The code over the history.
        var turn = new Turn(request, started, serializer, loggers, past);
        try
        {
            return turn.Run(workflow!, past, request.NewEvents);
        }
        catch (NonDeterministicWorkflowException e)
        {
            Log.NonDeterministic(_logger, e.Message);
            var answer = TurnAnswer.Failed(request.InstanceId, e);
            // Where the code lacks a patch of the history, the sidecar holds the instance until a worker has it.
            answer.Version = turn.Version;
            return answer;
        }
        catch (Exception e)
        {
            // Such as an input that is not what the workflow takes.
            Log.TurnFailed(_logger, e, name, request.InstanceId);
            return WithPatches(TurnAnswer.Failed(request.InstanceId, e), past);
        }
    }

    /// <summary>Answers without the code being run: the sidecar must not take that for code without the patches.</summary>
    private static Wire.WorkflowResponse WithPatches(Wire.WorkflowResponse answer, IEnumerable<Wire.HistoryEvent> past)
    {
        string[] patches = [.. PatchLedger.RecordedIn(past)];
        answer.Version = patches.Length > 0 ? new Wire.WorkflowVersion { Patches = { patches } } : null;
        return answer;
    }

    private Wire.WorkflowResponse NotCreated(string instanceId, string name, Exception? problem)
    {
        if (problem is not null)
        {
            Log.WorkflowNotCreated(_logger, problem, name);
            return TurnAnswer.Failed(
                instanceId, problem.GetType().FullName!, $"Workflow '{name}' could not be created: {problem.Message}", problem.StackTrace);
        }

        var known = factory is WorkflowsFactory own ? string.Join(", ", own.WorkflowNames.Order(StringComparer.Ordinal)) : "";
        Log.WorkflowUnknown(_logger, name, instanceId, known);
        return TurnAnswer.Failed(instanceId, "WorkflowNotFound", $"Workflow '{name}' is not registered in this app. Registered: {known}.");
    }
}
