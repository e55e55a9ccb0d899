using Grpc.Core;

namespace Aion.Sidecar.Tests.Hosting;

/// <summary>Tells when a call that hangs has seen its caller give up.</summary>
public sealed class CallWatch
{
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Cancelled => _cancelled.Task;

    public Task Hanging => _hanging.Task;

    public async Task UntilCancelledAsync(ServerCallContext context)
    {
        _hanging.TrySetResult();
        await Task.Delay(Timeout.Infinite, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _cancelled.TrySetResult();
    }
}
