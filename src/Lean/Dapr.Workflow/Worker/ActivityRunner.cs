using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Dapr.Common.Serialization;
using Dapr.Workflow.Abstractions;
using Dapr.Workflow.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wire = DurableTask.Protocol;

namespace Dapr.Workflow.Worker;

/// <summary>
/// Runs calls of activities. A call that is given out again while it still runs, because the sidecar was restarted meanwhile, is
/// not run twice: both answers are of the one run.
/// </summary>
internal sealed class ActivityRunner(
    IWorkflowsFactory factory, IDaprSerializer serializer, IServiceScopeFactory scopes, ILogger<ActivityRunner> logger)
{
    private static readonly ActivitySource Source = new("Dapr.Workflow");
    private readonly ConcurrentDictionary<CallKey, Lazy<Task<Wire.ActivityResponse>>> _running = new();

    /// <returns>The answer without its completion token. Failures of any kind are in it.</returns>
    public async Task<Wire.ActivityResponse> RunAsync(Wire.ActivityRequest request)
    {
        var key = new CallKey(
            request.WorkflowInstance?.InstanceId ?? "", request.WorkflowInstance?.ExecutionId ?? "", request.TaskId, request.TaskExecutionId);
        var run = _running.GetOrAdd(key, (_, call) => new Lazy<Task<Wire.ActivityResponse>>(() => RunOnceAsync(call)), request);
        try
        {
            return (await run.Value).Clone();
        }
        finally
        {
            _running.TryRemove(new KeyValuePair<CallKey, Lazy<Task<Wire.ActivityResponse>>>(key, run));
        }
    }

    private async Task<Wire.ActivityResponse> RunOnceAsync(Wire.ActivityRequest request)
    {
        var answer = new Wire.ActivityResponse { InstanceId = request.WorkflowInstance?.InstanceId ?? "", TaskId = request.TaskId };
        using var trace = StartTrace(request);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            if (factory.TryCreateActivity(request.Name, scope.ServiceProvider, out var activity, out var problem))
            {
                answer.Result = await RunAsync(activity!, request);
            }
            else
            {
                answer.FailureDetails = NotCreated(request.Name, problem);
            }
        }
        catch (Exception e)
        {
            trace?.SetStatus(ActivityStatusCode.Error);
            Log.ActivityFailed(logger, e, request.Name, answer.InstanceId);
            answer.FailureDetails = WireValues.ToWire(e);
        }

        return answer;
    }

    private async Task<string> RunAsync(IWorkflowActivity activity, Wire.ActivityRequest request)
    {
        var key = request.TaskExecutionId.Length > 0 ? request.TaskExecutionId : request.TaskId.ToString(CultureInfo.InvariantCulture);
        var context = new ActivityCallContext(request.Name, request.WorkflowInstance?.InstanceId ?? "", key);
        var input = string.IsNullOrEmpty(request.Input) ? null : serializer.Deserialize(request.Input, activity.InputType);
        return await activity.RunAsync(context, input) is { } output ? serializer.Serialize(output, output.GetType()) : "";
    }

    private Wire.TaskFailureDetails NotCreated(string name, Exception? problem)
    {
        if (problem is not null)
        {
            Log.ActivityNotCreated(logger, problem, name);
            return new Wire.TaskFailureDetails
            {
                ErrorType = problem.GetType().FullName!,
                ErrorMessage = $"Activity '{name}' could not be created: {problem.Message}",
                StackTrace = problem.StackTrace ?? "",
            };
        }

        var known = factory is WorkflowsFactory own ? string.Join(", ", own.ActivityNames.Order(StringComparer.Ordinal)) : "";
        Log.ActivityUnknown(logger, name, known);
        return new Wire.TaskFailureDetails
        {
            ErrorType = "ActivityNotFoundException",
            ErrorMessage = $"Activity '{name}' is not registered in this app. Registered: {known}.",
        };
    }

    private static Activity? StartTrace(Wire.ActivityRequest request) =>
        request.ParentTraceContext is { TraceParent.Length: > 0 } trace
        && ActivityContext.TryParse(trace.TraceParent, trace.TraceState, isRemote: true, out var parent)
            ? Source.StartActivity($"WorkflowActivity {request.Name}", ActivityKind.Internal, parent)
            : null;

    private readonly record struct CallKey(string InstanceId, string ExecutionId, int TaskId, string TaskExecutionId);
}
