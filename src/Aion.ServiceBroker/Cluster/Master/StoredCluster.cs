using System.Text.Json;
using Aion.Project.Model;

namespace Aion.ServiceBroker.Cluster.Master;

/// <summary>The stored form of a <see cref="ClusterRecord"/>, whose model only Aion.Project can read.</summary>
internal sealed record StoredCluster(long Generation, string Directory, string? File, JsonElement Project, Dictionary<string, string> Places)
{
    public static byte[] Serialize(ClusterRecord record) => JsonSerializer.SerializeToUtf8Bytes(
        new StoredCluster(
            record.Generation, record.Directory, record.File, JsonSerializer.SerializeToElement(record.Project, ProjectJson.Default.ProjectModel),
            new Dictionary<string, string>(record.Places)),
        StoredClusterJson.Default.StoredCluster);

    /// <exception cref="JsonException">It is none.</exception>
    public static ClusterRecord Deserialize(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, StoredClusterJson.Default.StoredCluster) switch
    {
        { Directory: { } directory, Places: { } places, Project.ValueKind: JsonValueKind.Object } stored =>
            new ClusterRecord(stored.Generation, directory, ProjectJson.Deserialize(stored.Project.GetRawText()), places) { File = stored.File },
        _ => throw new JsonException("The stored cluster is incomplete."),
    };
}
