using Aion.Sidecar.Actors.Hosting;

namespace Aion.Sidecar.Actors.Activations;

#pragma warning disable CA1001 // A token source without a timer holds nothing, and calls may still read its token when the activation ends.

/// <summary>An actor that is active in a host. The app made its instance with the first call.</summary>
internal sealed class Activation(ActorKey key, ActorHost host, ActorTypeConfig config)
{
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _abort = new();
    private long _lastUsed;

    public ActorKey Key => key;

    public ActorHost Host => host;

    public ActorTypeConfig Config => config;

    public ActorTurns Turns { get; } = new(config.MaxStackDepth);

    /// <summary>The running call has been waited for long enough.</summary>
    public CancellationToken Aborting => _abort.Token;

    /// <summary>Completes when the app has been told to forget the actor; it may be activated anew then.</summary>
    public Task Gone => _gone.Task;

    /// <summary>When the actor becomes idle, unless it is used again.</summary>
    public DateTimeOffset IdleAt => new DateTimeOffset(Volatile.Read(ref _lastUsed), TimeSpan.Zero) + config.IdleTimeout;

    public void Touch(DateTimeOffset now) => Volatile.Write(ref _lastUsed, now.UtcTicks);

    public void Abort() => _abort.Cancel();

    public void SetGone() => _gone.TrySetResult();
}
