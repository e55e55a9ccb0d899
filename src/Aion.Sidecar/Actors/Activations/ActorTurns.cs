using Aion.Sidecar.Errors;

namespace Aion.Sidecar.Actors.Activations;

/// <summary>Lets one call at a time into an actor, first come first served.</summary>
/// <param name="maxStackDepth">How deep a chain of calls may come back into the actor; 0: not at all.</param>
internal sealed class ActorTurns(int maxStackDepth)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<ActorTurn> _turns = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isClosed;

    public bool IsReentrant => maxStackDepth > 0;

    /// <summary>Completes when it is closed and the last running call has ended.</summary>
    public Task Drained => _drained.Task;

    /// <summary>How many calls run or wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _turns.Count;
        }
    }

    /// <summary>Waits for the actor. null: the actor is closed. Otherwise <see cref="Leave"/> has to follow.</summary>
    /// <exception cref="DaprException">The call chain is too deep.</exception>
    public async ValueTask<ActorTurn?> EnterAsync(string? chain, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Join(chain) is not { } turn)
            return null;
        try
        {
            return await turn.Started.WaitAsync(cancellationToken) ? turn : null;
        }
        catch (OperationCanceledException)
        {
            Leave(turn);
            throw;
        }
    }

    public void Leave(ActorTurn turn)
    {
        lock (_gate)
        {
            if (--turn.Depth > 0)
                return;
            var wasFirst = _turns.First?.Value == turn;
            _turns.Remove(turn);
            if (wasFirst)
                _turns.First?.Value.Start(granted: true);
            if (_isClosed && _turns.Count == 0)
                _drained.TrySetResult();
        }
    }

    /// <summary>Lets no new call in and sends away those that wait. false: it was closed already, or is not idle as asked.</summary>
    public bool TryClose(bool onlyIfIdle)
    {
        lock (_gate)
        {
            if (_isClosed || (onlyIfIdle && _turns.Count > 0))
                return false;
            _isClosed = true;
            while (_turns.Count > 1)
            {
                _turns.Last!.Value.Start(granted: false);
                _turns.RemoveLast();
            }

            if (_turns.Count == 0)
                _drained.TrySetResult();
            return true;
        }
    }

    private ActorTurn? Join(string? chain)
    {
        lock (_gate)
        {
            // A chain that is in the actor may go on even while it closes: its call could not end otherwise.
            if (IsReentrant && _turns.FirstOrDefault(turn => turn.Chain == chain) is { } own)
            {
                if (own.Depth >= maxStackDepth)
                    throw new DaprException(ActorErrors.StackDepth());
                own.Depth++;
                return own;
            }

            if (_isClosed)
                return null;
            var turn = new ActorTurn(chain);
            _turns.AddLast(turn);
            if (_turns.Count == 1)
                turn.Start(granted: true);
            return turn;
        }
    }
}
