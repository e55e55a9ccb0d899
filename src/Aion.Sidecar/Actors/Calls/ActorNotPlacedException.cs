namespace Aion.Sidecar.Actors.Calls;

/// <summary>No live app hosts the actor's type, or the one that does cannot be reached.</summary>
internal sealed class ActorNotPlacedException(ActorKey key)
    : Exception($"failed to lookup actor: api error: code = FailedPrecondition desc = did not find address for actor '{key}'");
