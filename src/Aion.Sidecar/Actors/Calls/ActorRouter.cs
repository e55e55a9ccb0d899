using Aion.Sidecar.Actors.Activations;
using Aion.Sidecar.Actors.Hosting;
using Aion.Sidecar.Actors.Placement;

namespace Aion.Sidecar.Actors.Calls;

/// <summary>
/// The way of every call to an actor: (1) find the host, (2) activate the actor there, (3) wait for its turn, (4) call the
/// app. When the host is lost or the actor is deactivated before the app got the call, it starts over.
/// </summary>
internal sealed class ActorRouter(ActorPlacement placement, ActivationTable table, Deactivator deactivator, TimeProvider time) : IDisposable
{
    /// <summary>How long a call waits for a host; daprd tries five times, a second apart.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const int MostScheduledCalls = 256;
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);
    private readonly SemaphoreSlim _scheduledCalls = new(MostScheduledCalls);

    /// <exception cref="ActorNotPlacedException">No host was there in time.</exception>
    /// <exception cref="ActorCallException">The app answered with a failure.</exception>
    /// <exception cref="HttpRequestException">The app got the call, perhaps, and did not answer.</exception>
    /// <exception cref="IOException">The app got the call and went away.</exception>
    public async Task<ActorAnswer> CallAsync(ActorKey key, ActorRequest request, TimeSpan patience, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        ActorHost? lost = null;
        while (true)
        {
            var host = await FindAsync(key, lost, patience - time.GetElapsedTime(start), cancellationToken) ?? throw new ActorNotPlacedException(key);
            var activation = table.GetOrAdd(key, host);
            if (activation.Host != host)
            {
                await deactivator.DeactivateAsync(activation, CancellationToken.None).WaitAsync(cancellationToken);
                continue;
            }

            try
            {
                if (await TryCallAsync(activation, request, cancellationToken) is { } answer)
                    return answer;
            }
            catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.ConnectionError)
            {
                // Nothing was sent, so the call may go to whichever host has the actor next.
                lost = host;
                host.Suspect();
                continue;
            }

            await activation.Gone.WaitAsync(cancellationToken);
        }
    }

    public void Dispose() => _scheduledCalls.Dispose();

    /// <summary>A host that was lost is tried again when no other came: it may have been away for a moment only.</summary>
    private async ValueTask<ActorHost?> FindAsync(ActorKey key, ActorHost? lost, TimeSpan left, CancellationToken cancellationToken)
    {
        if (lost is null)
            return await placement.FindAsync(key, null, left, cancellationToken);
        if (left <= TimeSpan.Zero)
            return null;
        return await placement.FindAsync(key, lost, left < RetryPause ? left : RetryPause, cancellationToken)
            ?? await placement.FindAsync(key, null, left, cancellationToken);
    }

    /// <summary>null: the actor was deactivated before its turn came.</summary>
    private async Task<ActorAnswer?> TryCallAsync(Activation activation, ActorRequest request, CancellationToken cancellationToken)
    {
        if (!request.IsScheduled)
            return await TakeTurnAsync(activation, request, cancellationToken);

        // Not in its turn: calls would wait for that, and reminders that run may wait for such calls.
        await _scheduledCalls.WaitAsync(cancellationToken);
        try
        {
            return await TakeTurnAsync(activation, request, cancellationToken);
        }
        finally
        {
            _scheduledCalls.Release();
        }
    }

    private async Task<ActorAnswer?> TakeTurnAsync(Activation activation, ActorRequest request, CancellationToken cancellationToken)
    {
        var chain = activation.Turns.IsReentrant ? request.Chain ?? Guid.NewGuid().ToString() : null;
        if (chain is not null && request.Chain is null)
            request = request.WithChain(chain);
        if (await activation.Turns.EnterAsync(chain, cancellationToken) is not { } turn)
            return null;
        try
        {
            if (request.IsWithdrawn?.Invoke() == true)
                return ActorAnswer.None;
            table.Touch(activation);
            return await SendAsync(activation, request, cancellationToken);
        }
        finally
        {
            table.Touch(activation);
            activation.Turns.Leave(turn);
        }
    }

    private static async Task<ActorAnswer> SendAsync(Activation activation, ActorRequest request, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, activation.Aborting);
        try
        {
            return await activation.Host.Channel.CallAsync(activation.Key, request, either.Token);
        }
        catch (OperationCanceledException) when (activation.Aborting.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ActorCallException($"actor is closed, cannot handle {request.Method}");
        }
    }
}
