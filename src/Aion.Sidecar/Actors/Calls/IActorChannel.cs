namespace Aion.Sidecar.Actors.Calls;

/// <summary>How the sidecar calls the actors of a host.</summary>
internal interface IActorChannel
{
    /// <summary>Calls a method, or delivers a reminder or timer.</summary>
    /// <exception cref="ActorCallException">The app answered with a failure.</exception>
    /// <exception cref="HttpRequestException">The app did not answer; with ConnectionError: it did not get the call.</exception>
    /// <exception cref="IOException">The app got the call and went away.</exception>
    Task<ActorAnswer> CallAsync(ActorKey key, ActorRequest request, CancellationToken cancellationToken);

    /// <summary>The app is to forget its instance; the same failures.</summary>
    Task DeactivateAsync(ActorKey key, CancellationToken cancellationToken);

    /// <summary>The host is not called any more.</summary>
    void Close();
}
