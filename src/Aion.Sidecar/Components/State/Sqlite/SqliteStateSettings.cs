using System.Text.RegularExpressions;
using Aion.Sidecar.Components.Loading;
using Aion.Sidecar.Components.Sqlite;

namespace Aion.Sidecar.Components.State.Sqlite;

/// <summary>Metadata of state.sqlite.</summary>
/// <param name="Path">connectionString: the file.</param>
/// <param name="Table">tableName: default aion_state, which is not the name that daprd uses, because the columns differ.</param>
/// <param name="CleanupInterval">cleanupInterval: how often expired values are deleted; default 1 minute, 0: never.</param>
internal sealed partial record SqliteStateSettings(string Path, string Table, TimeSpan CleanupInterval)
{
    public static SqliteStateSettings Read(MetadataReader metadata)
    {
        metadata.Allow("metadataTableName");
        var table = metadata.Optional("tableName") ?? "aion_state";
        if (!Identifier().IsMatch(table))
        {
            metadata.Fail("tableName", "is not a name of letters, digits and _");
        }

        return new SqliteStateSettings(
            SqliteSettings.ReadPath(metadata), table, metadata.Duration("cleanupInterval", TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1)));
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex Identifier();
}
