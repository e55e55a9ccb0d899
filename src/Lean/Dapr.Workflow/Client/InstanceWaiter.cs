using Grpc.Core;
using Microsoft.Extensions.Logging;
using Wire = DurableTask.Protocol;

namespace Dapr.Workflow.Client;

/// <summary>Waits at the sidecar for an instance, and asks again when the sidecar or the way to it is lost meanwhile.</summary>
internal sealed class InstanceWaiter(SidecarLink link, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <exception cref="InvalidOperationException">There is no such instance.</exception>
    public async Task<Wire.WorkflowState> WaitAsync(
        Func<Wire.GetInstanceRequest, CallOptions, AsyncUnaryCall<Wire.GetInstanceResponse>> wait,
        string instanceId,
        bool getInputsAndOutputs,
        CancellationToken ct)
    {
        var request = new Wire.GetInstanceRequest { InstanceId = instanceId, GetInputsAndOutputs = getInputsAndOutputs };
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                var answer = await wait(request, link.Call(ct));
                return answer.Exists
                    ? answer.WorkflowState
                    : throw new InvalidOperationException($"Workflow instance '{instanceId}' does not exist");
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.DeadlineExceeded or StatusCode.Unavailable && !ct.IsCancellationRequested)
            {
                Log.WaitInterrupted(logger, instanceId, e.Status.Detail, pause.TotalMilliseconds);
            }

            await Task.Delay(pause, time, ct);
        }
    }
}
