using Aion.Client.Connection;
using Aion.Contracts.Kanbanpb;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Aion.Client.Sending;

/// <summary>
/// Makes calls that carry an id, so that they can be repeated without a second effect, and repeats them until status-kanban has
/// given its word.
/// </summary>
internal sealed class OutputSender(TimeSpan maxBackOff, TimeProvider time, ILogger logger)
{
    /// <summary>Returns when the call succeeded.</summary>
    /// <exception cref="KanbanRefusedException">The server will not take it, however often it is asked.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the call may or may not have had its effect.</exception>
    public async Task CallAsync(Func<CancellationToken, AsyncUnaryCall<Response>> start, CancellationToken ct)
    {
        for (var backOff = new BackOff(maxBackOff, time); ; await backOff.PauseAsync(ct))
        {
            try
            {
                using var call = start(ct);
                var response = await call;
                if (response.Status == ResponseStatus.Success)
                {
                    return;
                }

                if (call.GetTrailers().GetValue("aion-retry") is null)
                {
                    throw new KanbanRefusedException(response.Error);
                }

                Log.SendRetried(logger, response.Error);
            }
            catch (RpcException e) when (!ct.IsCancellationRequested && IsTransient(e.StatusCode))
            {
                Log.SendRetried(logger, $"{e.StatusCode}: {e.Status.Detail}");
            }
            catch (RpcException e) when (!ct.IsCancellationRequested)
            {
                throw new KanbanRefusedException($"{e.StatusCode}: {e.Status.Detail}");
            }
        }
    }

    private static bool IsTransient(StatusCode code) => code is
        StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal or StatusCode.Unknown or StatusCode.Cancelled or StatusCode.Aborted;
}
