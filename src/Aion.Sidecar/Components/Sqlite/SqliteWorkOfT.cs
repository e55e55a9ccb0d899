namespace Aion.Sidecar.Components.Sqlite;

/// <summary>A work that somebody awaits.</summary>
internal abstract class SqliteWork<T> : SqliteWork
{
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T result = default!;

    public Task<T> Completion => completion.Task;

    public sealed override void Apply(SqliteDatabase database) => result = Write(database);

    public override void Succeeded()
    {
        Committed(result);
        completion.TrySetResult(result);
    }

    public sealed override void Failed(Exception exception) => completion.TrySetException(exception);

    /// <summary>Writes and answers the result, under the rules of <see cref="SqliteWork.Apply"/>.</summary>
    protected abstract T Write(SqliteDatabase database);

    /// <summary>Called by the writer before the waiter goes on.</summary>
    protected virtual void Committed(T value)
    {
    }
}
