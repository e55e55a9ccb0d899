namespace Aion.Sidecar.Actors.Activations;

/// <summary>A place in an actor's queue: one call, and with reentrancy the calls that come back to the actor from it.</summary>
internal sealed class ActorTurn(string? chain)
{
    private readonly TaskCompletionSource<bool> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The reentrancy id; null: reentrancy is off.</summary>
    public string? Chain => chain;

    /// <summary>How many of its calls have not ended.</summary>
    public int Depth { get; set; } = 1;

    /// <summary>true: it is this turn's time; false: the actor was closed before.</summary>
    public Task<bool> Started => _started.Task;

    public void Start(bool granted) => _started.TrySetResult(granted);
}
