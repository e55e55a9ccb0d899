using System.Text.Json;
using System.Text.Json.Serialization;
using Aion.Project.Model;

namespace Aion.ServiceBroker.Projects;

/// <summary>The stored form of a record: {"generation":3,"directory":"/line","project":{as Aion.Project stores a model}}.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredProject))]
internal sealed partial class ProjectRecordJson : JsonSerializerContext
{
    public static byte[] Serialize(ProjectRecord record) => JsonSerializer.SerializeToUtf8Bytes(
        new StoredProject(
            record.Generation, record.Directory, JsonSerializer.SerializeToElement(record.Project, ProjectJson.Default.ProjectModel), record.File),
        Default.StoredProject);

    /// <summary>Reads what this or another version stored.</summary>
    /// <exception cref="JsonException">It is no such record.</exception>
    public static ProjectRecord Deserialize(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, Default.StoredProject) switch
    {
        { Directory: { } directory, Project.ValueKind: JsonValueKind.Object } stored =>
            new ProjectRecord(stored.Generation, directory, ProjectJson.Deserialize(stored.Project.GetRawText())) { File = stored.File },
        _ => throw new JsonException("The stored project is incomplete."),
    };
}
