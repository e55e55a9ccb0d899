using Aion.Sidecar.Components.Loading;
using Aion.Sidecar.Components.Sqlite;

namespace Aion.Sidecar.Components.PubSub.Sqlite;

/// <summary>Metadata of pubsub.sqlite.</summary>
/// <param name="Path">connectionString: the file.</param>
/// <param name="Retention">retention: how long messages of a topic without consumer groups are kept; default 168h (7 days).</param>
internal sealed record SqlitePubSubSettings(string Path, TimeSpan Retention)
{
    public static SqlitePubSubSettings Read(MetadataReader metadata) => new(
        SqliteSettings.ReadPath(metadata), metadata.Duration("retention", TimeSpan.FromDays(7), TimeSpan.FromSeconds(1)));
}
