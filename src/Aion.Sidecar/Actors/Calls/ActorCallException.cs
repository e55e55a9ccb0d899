namespace Aion.Sidecar.Actors.Calls;

/// <summary>The app answered a call of an actor with a status that means failure.</summary>
internal sealed class ActorCallException(string message) : Exception(message);
