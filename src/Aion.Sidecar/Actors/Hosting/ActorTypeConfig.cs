namespace Aion.Sidecar.Actors.Hosting;

/// <summary>How actors of one type are kept; from the app's answer to GET /dapr/config.</summary>
/// <param name="IdleTimeout">actorIdleTimeout: an actor that was not called for so long is deactivated; default 1 hour.</param>
/// <param name="DrainTimeout">drainOngoingCallTimeout: how long a running call may hold up a deactivation; default 2 seconds.</param>
/// <param name="MaxStackDepth">reentrancy.maxStackDepth, by default 32; 0: an actor cannot be called by its own call chain.</param>
internal sealed record ActorTypeConfig(TimeSpan IdleTimeout, TimeSpan DrainTimeout, int MaxStackDepth)
{
    public const int DefaultStackDepth = 32;

    public static ActorTypeConfig Default { get; } = new(TimeSpan.FromHours(1), TimeSpan.FromSeconds(2), 0);
}
