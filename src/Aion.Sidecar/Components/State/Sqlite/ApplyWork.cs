using Aion.Sidecar.Components.Sqlite;

namespace Aion.Sidecar.Components.State.Sqlite;

/// <summary>Applies each operation on its own.</summary>
internal sealed class ApplyWork(StateWriter writer, IReadOnlyList<StateOperation> operations) : SqliteWork<IReadOnlyList<StateEtagException?>>
{
    public override int Bytes => operations.Sum(operation => operation.Value.Length + 256);

    protected override IReadOnlyList<StateEtagException?> Write(SqliteDatabase database)
    {
        var errors = new StateEtagException?[operations.Count];
        for (var i = 0; i < operations.Count; i++)
        {
            errors[i] = writer.TryApply(database, operations[i]);
        }

        return errors;
    }
}
