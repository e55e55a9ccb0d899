using Aion.Sidecar.Components.Sqlite;

namespace Aion.Sidecar.Components.State.Sqlite;

/// <summary>Applies all operations or none; the answer is the first etag that did not match.</summary>
internal sealed class TransactWork(StateWriter writer, IReadOnlyList<StateOperation> operations) : SqliteWork<StateEtagException?>
{
    public override int Bytes => operations.Sum(operation => operation.Value.Length + 256);

    protected override StateEtagException? Write(SqliteDatabase database)
    {
        // Others share the transaction, so only the part since the savepoint may be undone.
        database.Prepare("SAVEPOINT operations").Run();
        foreach (var operation in operations)
        {
            if (writer.TryApply(database, operation) is { } error)
            {
                database.Prepare("ROLLBACK TO operations").Run();
                database.Prepare("RELEASE operations").Run();
                return error;
            }
        }

        database.Prepare("RELEASE operations").Run();
        return null;
    }
}
