using Aion.Sidecar.Actors.Calls;
using Aion.Sidecar.Actors.Hosting;
using Microsoft.Extensions.Logging;

namespace Aion.Sidecar.Actors.Activations;

/// <summary>Ends activations: no new call, the running one gets its time, then the app is told.</summary>
/// <param name="forget">Drops what lives only as long as the activation: the actor's timers.</param>
internal sealed class Deactivator(ActivationTable table, Action<ActorKey> forget, TimeProvider time, ILogger logger)
{
    private const int MostAtOnce = 64;
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    /// <summary>Completes when the actor may be activated anew. Cancelling ends the running call at once.</summary>
    public async Task DeactivateAsync(Activation activation, CancellationToken hurry)
    {
        if (!activation.Turns.TryClose(onlyIfIdle: false))
        {
            await activation.Gone;
            return;
        }

        await FinishAsync(activation, isGone: false, hurry);
    }

    /// <summary>Deactivates the actor unless somebody uses it.</summary>
    public async Task DeactivateIdleAsync(Activation activation)
    {
        if (activation.Turns.TryClose(onlyIfIdle: true))
            await FinishAsync(activation, isGone: false, CancellationToken.None);
        else if (!activation.Gone.IsCompleted)
            table.LookAgain(activation);
    }

    public Task DeactivateAllAsync(IReadOnlyList<Activation> activations, CancellationToken hurry) =>
        Parallel.ForEachAsync(
            activations,
            new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce },
            async (activation, _) => await DeactivateAsync(activation, hurry));

    /// <summary>
    /// The app is gone, and its actors with it: there is nobody to tell. Calls that it has are waited for all the same, since
    /// an app that ends gracefully answers them after it has stopped to listen.
    /// </summary>
    public Task LoseAllAsync(ActorHost host, CancellationToken hurry) => Task.WhenAll(
        table.Of(host).Where(activation => activation.Turns.TryClose(onlyIfIdle: false)).Select(activation => FinishAsync(activation, isGone: true, hurry)));

    private async Task FinishAsync(Activation activation, bool isGone, CancellationToken hurry)
    {
        forget(activation.Key);
        try
        {
            await activation.Turns.Drained.WaitAsync(activation.Config.DrainTimeout, time, hurry);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            activation.Abort();
            await activation.Turns.Drained;
        }

        if (!isGone)
            await TellAsync(activation, hurry);
        forget(activation.Key);
        table.Remove(activation);
        activation.SetGone();
    }

    private async Task TellAsync(Activation activation, CancellationToken hurry)
    {
        using var limit = new CancellationTokenSource(AnswerLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, hurry);
        try
        {
            await activation.Host.Channel.DeactivateAsync(activation.Key, either.Token);
            Log.Deactivated(logger, activation.Key, activation.Host.AppId);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException or ActorCallException or ObjectDisposedException)
        {
            Log.DeactivationFailed(logger, activation.Key, activation.Host.AppId, error.Message);
        }
    }
}
