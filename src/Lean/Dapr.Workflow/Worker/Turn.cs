using Dapr.Common.Serialization;
using Dapr.Workflow.Worker.Replay;
using Microsoft.Extensions.Logging;
using Wire = DurableTask.Protocol;

namespace Dapr.Workflow.Worker;

/// <summary>One turn of one instance. Nothing of it outlives the turn.</summary>
internal sealed class Turn
{
    private readonly string _instanceId;
    private readonly Wire.ExecutionStartedEvent _started;
    private readonly IDaprSerializer _serializer;
    private readonly ReplayParts _parts;
    private readonly ReplayContext _context;
    private Task<object?>? _run;

    public Turn(
        Wire.WorkflowRequest request,
        Wire.HistoryEvent started,
        IDaprSerializer serializer,
        ILoggerFactory loggers,
        IEnumerable<Wire.HistoryEvent> past)
    {
        _instanceId = request.InstanceId;
        _started = started.ExecutionStarted;
        _serializer = serializer;
        var appId = started.Router is { } router ? router.HasTargetAppID ? router.TargetAppID : router.SourceAppID : null;
        var actions = new ActionLedger(_started.Name, _instanceId);
        var ids = new DeterministicIds(_instanceId, request.ExecutionId);
        _parts = new ReplayParts(
            new TurnGuard(_started.Name, _instanceId),
            actions,
            new DurableCalls(actions, ids, serializer, appId),
            new EventInbox(),
            new PatchLedger(past),
            ids,
            loggers);
        _context = new ReplayContext(_started.Name, _instanceId, _parts);
    }

    /// <summary>The patches that the code took so far, or null.</summary>
    public Wire.WorkflowVersion? Version => _parts.Patches.ToVersion(_started.Name);

    /// <exception cref="NonDeterministicWorkflowException">The code and the history differ, or the code waits for something foreign.</exception>
    public Wire.WorkflowResponse Run(IWorkflow workflow, IEnumerable<Wire.HistoryEvent> past, IEnumerable<Wire.HistoryEvent> news)
    {
        var player = new HistoryPlayer(_context, _parts.Actions, _parts.Inbox, () => _run = Start(workflow));
        var caller = SynchronizationContext.Current;
        try
        {
            // Without a context every continuation runs at once on this thread, with ConfigureAwait(false) or without.
            SynchronizationContext.SetSynchronizationContext(null);
            player.Play(past, isReplaying: true);
            player.Play(news, isReplaying: false);
        }
        catch (NonDeterministicWorkflowException e) when (_run?.Exception is { } failure)
        {
            // The code threw where it did not then: that says more than what it therefore left out.
            throw new NonDeterministicWorkflowException(e.Message, failure.InnerException);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(caller);
            _parts.Guard.End();
        }

        return Answer(player.IsSuspended);
    }

    private Task<object?> Start(IWorkflow workflow)
    {
        var input = string.IsNullOrEmpty(_started.Input) ? null : _serializer.Deserialize(_started.Input, workflow.InputType);
        return workflow.RunAsync(_context, input);
    }

    private Wire.WorkflowResponse Answer(bool isSuspended)
    {
        var answer = new Wire.WorkflowResponse
        {
            InstanceId = _instanceId,
            CustomStatus = _context.CustomStatus is { } status ? _parts.Calls.Serialize(status) : null,
            Version = Version,
        };
        if (isSuspended)
        {
            return answer;
        }

        answer.Actions.AddRange(_parts.Actions.Pending);
        if (_context.ContinuesAsNew is { Asked: true } next)
        {
            CarryEvents(answer, next.KeepEvents);
        }
        else if (_run is { IsCompleted: true } run)
        {
            answer.Actions.Add(new Wire.WorkflowAction { Id = _parts.Actions.Next, CompleteWorkflow = End(run) });
        }
        else if (!_parts.Actions.IsAwaited && !_parts.Inbox.IsAwaited)
        {
            throw _parts.Guard.ForeignWait();
        }

        return answer;
    }

    private void CarryEvents(Wire.WorkflowResponse answer, bool keepEvents)
    {
        var end = answer.Actions.First(static action => action.CompleteWorkflow is not null);
        if (keepEvents)
        {
            end.CompleteWorkflow.CarryoverEvents.AddRange(_parts.Inbox.Unprocessed);
        }
    }

    private Wire.CompleteWorkflowAction End(Task<object?> run)
    {
        try
        {
            return new Wire.CompleteWorkflowAction
            {
                WorkflowStatus = Wire.OrchestrationStatus.Completed,
                Result = _parts.Calls.Serialize(run.GetAwaiter().GetResult()),
            };
        }
        catch (Exception e)
        {
            return TurnAnswer.FailureOf(e);
        }
    }
}
